import { useReactFlow } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { absoluteRects } from './absolute-rects.ts';
import type { Drawing } from './use-layout.ts';

/**
 * A new layout may put everything elsewhere: the view follows, so that what a person looks at stays where it was on the screen.
 * After a drag (`isDragged`) nodes are where the person has put them, and nothing follows.
 */
export function useSteadyView(drawing: Drawing, selection: ReadonlySet<string>, isDragged: boolean): void {
  const { getViewport, setViewport } = useReactFlow();
  const before = useRef(drawing);
  const wasDragged = useRef(false);
  const chosen = useRef(selection);
  chosen.current = selection;
  useLayoutEffect(() => {
    const old = before.current;
    before.current = drawing;
    if (old.layout === drawing.layout || wasDragged.current) return;
    const [was, is] = [absoluteRects(old.graph, old.layout), absoluteRects(drawing.graph, drawing.layout)];
    const anchor = [...chosen.current, ...was.keys()].find((id) => was.has(id) && is.has(id));
    const [from, to] = [was.get(anchor ?? ''), is.get(anchor ?? '')];
    if (from === undefined || to === undefined || (from.x === to.x && from.y === to.y)) return;
    const { x, y, zoom } = getViewport();
    void setViewport({ x: x - (to.x - from.x) * zoom, y: y - (to.y - from.y) * zoom, zoom });
  }, [drawing, getViewport, setViewport]);
  // After the layout effect above, which asks for the drag before this drawing.
  useEffect(() => {
    wasDragged.current = isDragged;
  });
}
