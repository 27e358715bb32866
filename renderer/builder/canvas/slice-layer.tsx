import { type PointerEvent, useRef, useState } from 'react';
import type { Position } from '../../../shared/workflow/edit/edit.ts';
import { useEditor } from './canvas-editor.ts';
import classes from './slice-layer.module.css';
import { useSlice } from './use-slice.ts';

/** Lies over the canvas while wires are cut, and draws the stroke. */
export function SliceLayer() {
  const editor = useEditor();
  const slice = useSlice(editor);
  const layer = useRef<HTMLDivElement>(null);
  const stroke = useRef<{ x: number; y: number }[]>([]);
  const [path, setPath] = useState('');

  function move(event: PointerEvent): void {
    if (stroke.current.length === 0) return;
    stroke.current.push({ x: event.clientX, y: event.clientY });
    const box = layer.current?.getBoundingClientRect();
    setPath(`M${stroke.current.map(({ x, y }) => `${x - (box?.left ?? 0)} ${y - (box?.top ?? 0)}`).join('L')}`);
  }
  return (
    <div
      ref={layer}
      className={classes.layer}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        stroke.current = [{ x: event.clientX, y: event.clientY }];
      }}
      onPointerMove={move}
      onPointerUp={() => {
        slice(stroke.current.map(({ x, y }): Position => editor.toCanvas({ clientX: x, clientY: y })));
        stroke.current = [];
        setPath('');
      }}
    >
      <svg className={classes.stroke} aria-hidden="true">
        <path d={path} />
      </svg>
      <span className={classes.hint}>Drag across wires to cut them</span>
    </div>
  );
}
