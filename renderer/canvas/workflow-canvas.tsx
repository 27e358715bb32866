import '@xyflow/react/dist/base.css';
import { ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Problem } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { Failed } from '../ui/notice.tsx';
import { CanvasIdContext } from './canvas-id.ts';
import { createCanvasStores, type Pin, StoresContext } from './canvas-stores.ts';
import { type CanvasGestures, Flow } from './flow.tsx';
import type { DrawnDocument } from './graph-of.ts';
import type { StepMark } from './step-mark.ts';
import { takenEdges } from './taken-edges.ts';
import { type Drawing, useLayout } from './use-layout.ts';
import classes from './workflow-canvas.module.css';

export interface WorkflowCanvasProps {
  readonly document: DrawnDocument & Pick<WorkflowDocument, 'layout'>;
  /** Of the canvas, for screen readers. */
  readonly label: string;
  /** Ids of steps, and of triggers as `trigger:<id>`. */
  readonly selection: ReadonlySet<string>;
  onSelect(ids: ReadonlySet<string>): void;
  /** Enter or a double click on a step. */
  onOpen?: ((id: string) => void) | undefined;
  /** By step id; `marksOf` makes them from the steps of a run. Edges that the run has gone along follow from them. */
  readonly marks?: ReadonlyMap<string, StepMark> | undefined;
  readonly problems?: ReadonlyMap<string, readonly Problem[]> | undefined;
  readonly pins?: ReadonlyMap<string, Pin> | undefined;
  /** Undefined: the canvas only shows. */
  readonly gestures?: CanvasGestures | undefined;
  /** More buttons below those for zooming. */
  readonly controls?: ReactNode;
  /** Each time that a drawing is complete; always the same function. */
  onDrawing?: ((drawing: Drawing) => void) | undefined;
  /** Drawn over the canvas, inside React Flow: its hooks and panels work there. */
  readonly children?: ReactNode;
}

/** A workflow as a graph. Fills its parent. */
export function WorkflowCanvas(props: WorkflowCanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasInProvider {...props} />
    </ReactFlowProvider>
  );
}

const noMarks: ReadonlyMap<string, StepMark> = new Map();
const noProblems: ReadonlyMap<string, readonly Problem[]> = new Map();
const noPins: ReadonlyMap<string, Pin> = new Map();

/** For a page that needs React Flow's hooks around the canvas and brings the provider itself. */
export function CanvasInProvider({
  document,
  marks = noMarks,
  problems = noProblems,
  pins = noPins,
  onDrawing,
  ...rest
}: WorkflowCanvasProps) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [stores] = useState(createCanvasStores);
  const { drawing, failure } = useLayout(document);
  const edges = drawing?.graph.edges;
  useEffect(() => {
    if (drawing !== undefined) onDrawing?.(drawing);
  }, [drawing, onDrawing]);
  useEffect(() => {
    stores.marks.replace(marks);
    stores.taken.replace(new Map([...takenEdges(edges ?? [], marks)].map((edge) => [edge, true])));
  }, [stores, marks, edges]);
  useEffect(() => stores.problems.replace(problems), [stores, problems]);
  useEffect(() => stores.pins.replace(pins), [stores, pins]);
  const space = useMemo(() => {
    if (drawing === undefined || frame.current === null) return undefined;
    return { width: frame.current.clientWidth, height: frame.current.clientHeight };
  }, [drawing]);
  return (
    <StoresContext value={stores}>
      <CanvasIdContext value={id}>
        <div ref={frame} className={classes.canvas}>
          <svg className={classes.arrow} aria-hidden="true">
            <defs>
              <marker
                id={`${id}-arrow`}
                viewBox="0 0 10 10"
                refX="9"
                refY="5"
                markerWidth="9"
                markerHeight="9"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M1 1 9 5 1 9z" fill="context-stroke" />
              </marker>
            </defs>
          </svg>
          {drawing !== undefined && space !== undefined && <Flow drawing={drawing} space={space} {...rest} />}
          {drawing === undefined && failure === undefined && (
            <div className={classes.waiting} role="status">
              Arranging the steps…
            </div>
          )}
          {failure !== undefined && (
            <div className={classes.notice}>
              <Failed title="The steps could not be arranged" message={failure instanceof Error ? failure.message : String(failure)} />
            </div>
          )}
        </div>
      </CanvasIdContext>
    </StoresContext>
  );
}
