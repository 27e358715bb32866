import { useReactFlow, useStore, type Viewport } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import { firstViewport } from './first-viewport.ts';
import type { Size } from './sizes.ts';
import type { Drawing } from './use-layout.ts';

interface FirstView {
  readonly space: Size;
  readonly viewport: Viewport;
  readonly topPx: number;
}

/**
 * Keeps in view what is there when the canvas gets more or less room: a view that nobody has moved yet is made anew, and of any
 * other one the middle stays the middle. Returns the room that there is.
 */
export function useFollowSize({ graph, layout }: Drawing, first: FirstView): Size {
  const { getViewport, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const before = useRef<{ readonly space: Size; readonly made: Viewport | undefined }>({ space: first.space, made: first.viewport });
  const drawn = useRef({ graph, layout });
  drawn.current = { graph, layout };
  const { topPx } = first;
  useLayoutEffect(() => {
    const { space, made } = before.current;
    // A canvas out of sight has no room at all: when it comes back it is as it was.
    if (width === 0 || height === 0 || (width === space.width && height === space.height)) return;
    const now = getViewport();
    const isUntouched = space.width === 0 || (made !== undefined && isSame(made, now));
    const next = isUntouched
      ? firstViewport(drawn.current.graph, drawn.current.layout, { width, height }, topPx)
      : { ...now, x: now.x + (width - space.width) / 2 };
    before.current = { space: { width, height }, made: isUntouched ? next : undefined };
    void setViewport(next);
  }, [width, height, topPx, getViewport, setViewport]);
  return width === 0 || height === 0 ? first.space : { width, height };
}

function isSame(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5 && a.zoom === b.zoom;
}
