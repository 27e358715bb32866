import { useEffect, useMemo, useRef, useState } from 'react';
import { shareEqual } from '../../shared/lib/share-equal.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { CanvasGraph } from './canvas-graph.ts';
import { arrangeInWorker } from './elk-worker.ts';
import { type DrawnDocument, graphOf } from './graph-of.ts';
import { type CanvasLayout, hasSameShape, layOut } from './layout.ts';

export interface Drawing {
  readonly graph: CanvasGraph;
  readonly layout: CanvasLayout;
}

const nowhere = {};

/** The last drawing that is complete: while a new one is being laid out, the old one stays. */
export function useLayout(document: DrawnDocument & Pick<WorkflowDocument, 'layout'>): {
  readonly drawing: Drawing | undefined;
  readonly failure: unknown;
} {
  const { steps, triggers, unread, layout: placed = nowhere } = document;
  const last = useRef<CanvasGraph>(undefined);
  const graph = useMemo(() => {
    const made = graphOf({ steps, triggers, finally: document.finally, ...(unread === undefined ? {} : { unread }) });
    last.current = shareEqual(last.current, made);
    return last.current;
  }, [steps, triggers, document.finally, unread]);
  const [state, setState] = useState<{ laid: Laid | undefined; failure: unknown }>({ laid: undefined, failure: undefined });
  const { laid } = state;
  const isLaid = laid !== undefined && laid.placed === placed && hasSameShape(laid.graph, graph);
  useEffect(() => {
    if (isLaid) return;
    let isCurrent = true;
    layOut(graph, placed, arrangeInWorker()).then(
      (layout) => isCurrent && setState({ laid: { graph, placed, layout }, failure: undefined }),
      (failure: unknown) => isCurrent && setState((before) => ({ ...before, failure })),
    );
    return () => {
      isCurrent = false;
    };
  }, [graph, placed, isLaid]);
  // What has the shape of the last drawing stands where that stood, and is drawn at once.
  const drawn = isLaid ? graph : laid?.graph;
  const layout = laid?.layout;
  const drawing = useMemo(() => (drawn === undefined || layout === undefined ? undefined : { graph: drawn, layout }), [drawn, layout]);
  return { drawing, failure: isLaid ? undefined : state.failure };
}

interface Laid extends Drawing {
  readonly placed: object;
}
