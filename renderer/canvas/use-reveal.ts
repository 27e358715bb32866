import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import type { Rect } from './rect.ts';

const margins = { side: 32, top: 64, bottom: 40 };

/** Moves the view as little as brings the place into it. */
export function useReveal(): (rect: Rect | undefined) => void {
  const { getViewport, setViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (rect) => {
      if (rect === undefined) return;
      const { width, height } = store.getState();
      const { x, y, zoom } = getViewport();
      const left = rect.x * zoom + x;
      const top = rect.y * zoom + y;
      const dx = shift(left, left + rect.width * zoom, margins.side, width - margins.side);
      const dy = shift(top, top + Math.min(rect.height * zoom, 160), margins.top, height - margins.bottom);
      if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom });
    },
    [getViewport, setViewport, store],
  );
}

function shift(start: number, end: number, first: number, last: number): number {
  if (start < first) return first - start;
  return end > last ? last - end : 0;
}
