import { useEffect, useMemo, useState } from 'react';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { CanvasGraph } from './canvas-graph.ts';
import { arrangeInWorker } from './elk-worker.ts';
import { type DrawnDocument, graphOf } from './graph-of.ts';
import { type CanvasLayout, layOut } from './layout.ts';

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
  const graph = useMemo(
    () => graphOf({ steps, triggers, finally: document.finally, ...(unread === undefined ? {} : { unread }) }),
    [steps, triggers, document.finally, unread],
  );
  const [state, setState] = useState<{ drawing: Drawing | undefined; failure: unknown }>({ drawing: undefined, failure: undefined });
  useEffect(() => {
    let isCurrent = true;
    layOut(graph, placed, arrangeInWorker()).then(
      (layout) => isCurrent && setState({ drawing: { graph, layout }, failure: undefined }),
      (failure: unknown) => isCurrent && setState(({ drawing }) => ({ drawing, failure })),
    );
    return () => {
      isCurrent = false;
    };
  }, [graph, placed]);
  return state;
}
