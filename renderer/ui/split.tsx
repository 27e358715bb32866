import { useLocalStorage } from '@mantine/hooks';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import classes from './split.module.css';

interface SplitProps {
  /** What the place of the line is remembered under. */
  readonly name: string;
  readonly direction: 'row' | 'column';
  /** What the line moves, for who cannot see. */
  readonly label: string;
  /** How much of the whole the first part takes at first, in percent. */
  readonly initial: number;
  /** The second part stays so wide, in pixels, as long as that leaves the first one its half. */
  readonly leastSecond?: number;
  /** The second part takes no more at first than it needs, in pixels: who moves the line decides. */
  readonly secondNeeds?: number;
  readonly first: ReactNode;
  readonly second: ReactNode;
  /** Gives one part all the room. The other is kept, out of sight, so that it is as it was when it comes back. */
  readonly only?: 'first' | 'second' | undefined;
}

const least = 12;
const most = 88;

/** Two parts with a line between them that can be moved by the pointer and by the arrow keys. */
export function Split({ name, direction, label, initial, leastSecond = 0, secondNeeds, first, second, only }: SplitProps) {
  const [share, setShare] = useLocalStorage({ key: `pawl-split-${name}`, defaultValue: initial, getInitialValueInEffect: false });
  const [isMoving, setMoving] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const known = Number.isFinite(share) ? share : initial;
  const move = (percent: number): void => setShare(Math.min(most, Math.max(least, percent)));

  function onPointerMove(event: PointerEvent): void {
    const box = frame.current?.getBoundingClientRect();
    if (!isMoving || box === undefined) return;
    move(direction === 'row' ? ((event.clientX - box.left) / box.width) * 100 : ((event.clientY - box.top) / box.height) * 100);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const [less, more] = direction === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    move(known + (event.key === more ? 3 : -3));
  }

  const wanted = secondNeeds === undefined || known !== initial ? `${known}%` : `max(${known}%, 100% - ${secondNeeds}px)`;
  const style: CSSProperties & { '--first': string } = { '--first': `min(${wanted}, 100% - min(${leastSecond}px, 50%))` };
  return (
    <div ref={frame} className={classes.split} data-direction={direction} data-only={only} style={style}>
      <div className={classes.part} hidden={only === 'second'}>
        {first}
      </div>
      <hr
        hidden={only !== undefined}
        className={classes.handle}
        aria-label={label}
        aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
        aria-valuenow={Math.round(known)}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        data-moving={isMoving || undefined}
        onDoubleClick={() => setShare(initial)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          setMoving(true);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => setMoving(false)}
        onPointerCancel={() => setMoving(false)}
      />
      <div className={classes.part} hidden={only === 'first'}>
        {second}
      </div>
    </div>
  );
}
