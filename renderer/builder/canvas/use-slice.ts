import { useEffect, useMemo, useState } from 'react';
import type { Position } from '../../../shared/workflow/edit/edit.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { wiresAcross } from './drop-target.ts';
import { edgeRefOf } from './edge-ref.ts';

/** True while Alt or X is held over the canvas: then a drag cuts wires. */
export function useSliceKey(frame: { readonly current: HTMLElement | null }): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const isOurs = (): boolean => frame.current?.contains(document.activeElement) === true && !isField(document.activeElement);
    const down = (event: KeyboardEvent): void => {
      const isBare = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (isBare && (event.key === 'Alt' || event.key.toLowerCase() === 'x') && isOurs()) {
        setHeld(true);
        // Alt alone would open the menu bar of the window.
        if (event.key === 'Alt') event.preventDefault();
      }
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === 'Alt' || event.key.toLowerCase() === 'x') setHeld(false);
    };
    const off = (): void => setHeld(false);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', off);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', off);
    };
  }, [frame]);
  return isHeld;
}

/** Takes out every wire that the stroke goes across, in one step of undo. */
export function useSlice(editor: CanvasEditor): (stroke: readonly Position[]) => void {
  return useMemo(
    () => (stroke) => {
      const cut = wiresAcross(editor.wires(), stroke).flatMap(({ edge }) => edgeRefOf(edge) ?? []);
      if (cut.length === 0) return;
      editor.apply(
        cut.map((edge) => ({ type: 'disconnect', edge })),
        cut.length === 1 ? 'Cut an edge' : `Cut ${cut.length} edges`,
      );
    },
    [editor],
  );
}

function isField(element: Element | null): boolean {
  return element?.closest('input, textarea, [contenteditable="true"]') !== null;
}
