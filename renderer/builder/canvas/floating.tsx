import { FocusTrap } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import classes from './floating.module.css';
import type { ScreenPlace } from './use-canvas-editor.ts';

interface FloatingProps {
  readonly label: string;
  /** Undefined: at the top, in the middle. */
  readonly at: ScreenPlace | undefined;
  readonly width: number;
  onClose(): void;
  readonly children: ReactNode;
}

const marginPx = 8;

/** A small panel over the canvas that keeps the focus until it is closed, and stays inside the canvas. */
export function Floating({ label, at, width, onClose, children }: FloatingProps) {
  const panel = useRef<HTMLDivElement>(null);
  const outside = useClickOutside(onClose);
  const [place, setPlace] = useState<{ left: number; top: number }>();
  useLayoutEffect(() => {
    const own = panel.current;
    const frame = own?.parentElement?.parentElement?.getBoundingClientRect();
    if (own === null || frame === undefined) return;
    const left = at === undefined ? (frame.width - width) / 2 : at.clientX - frame.left - width / 2;
    const top = at === undefined ? Math.min(72, frame.height / 8) : at.clientY - frame.top + 10;
    setPlace({
      left: Math.max(marginPx, Math.min(left, frame.width - width - marginPx)),
      top: Math.max(marginPx, Math.min(top, frame.height - own.offsetHeight - marginPx)),
    });
  }, [at, width]);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  }
  return (
    <div ref={outside} className={classes.holder}>
      <FocusTrap active innerRef={panel}>
        <div
          role="dialog"
          aria-label={label}
          className={classes.panel}
          style={{ width, visibility: place === undefined ? 'hidden' : 'visible', ...place }}
          onKeyDown={onKeyDown}
        >
          {children}
        </div>
      </FocusTrap>
    </div>
  );
}
