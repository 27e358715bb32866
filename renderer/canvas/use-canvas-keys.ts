import { useReactFlow } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import { absoluteRects } from './absolute-rects.ts';
import type { FlowEdge, FlowNode } from './flow-nodes.ts';
import { type Direction, neighbourOf } from './neighbour.ts';
import type { Drawing } from './use-layout.ts';
import { useReveal } from './use-reveal.ts';

const directions: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

interface KeyOptions {
  readonly drawing: Drawing;
  readonly selection: ReadonlySet<string>;
  onSelect(ids: ReadonlySet<string>): void;
  onOpen?: ((id: string) => void) | undefined;
}

/** Arrows go from step to step, Enter opens one, + - 0 1 zoom. True where the key was one of these. */
export function useCanvasKeys({ drawing, selection, onSelect, onOpen }: KeyOptions): (event: KeyboardEvent) => boolean {
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow<FlowNode, FlowEdge>();
  const reveal = useReveal();
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const current = [...selection].at(-1);
    const direction = directions[event.key];
    if (direction !== undefined) {
      const rects = absoluteRects(drawing.graph, drawing.layout);
      const next = neighbourOf(drawing.graph, rects, current, direction);
      if (next === undefined) return true;
      onSelect(new Set(event.shiftKey ? [...selection, next] : [next]));
      reveal(rects.get(next));
      return true;
    }
    if (event.key === 'Enter' && current !== undefined && onOpen !== undefined) onOpen(current);
    else if (event.key === 'Escape' && selection.size > 0) onSelect(new Set());
    else if (event.key === '+' || event.key === '=') void zoomIn();
    else if (event.key === '-') void zoomOut();
    else if (event.key === '0') void zoomTo(1);
    else if (event.key === '1') void fitView({ padding: 0.12, maxZoom: 1 });
    else return false;
    return true;
  };
}
