import type { JsonPath } from '../json-path.ts';
import type { StepDocument } from '../schema.ts';

/** A list of steps: the workflow's own, those at its end, those of a loop, or those of one branch of a parallel step. */
export type StepList =
  | { readonly of: 'workflow' }
  | { readonly of: 'finally' }
  | { readonly of: 'loop'; readonly step: string }
  | { readonly of: 'branch'; readonly step: string; readonly branch: string };

/** What an edge asks of its source; as `on` in the document. */
export type EdgeCondition = string | boolean | number | { readonly expression: string };

/** An edge by its ends. `on` tells apart two edges between the same steps. */
export interface EdgeRef {
  readonly from: string;
  readonly to: string;
  readonly on: EdgeCondition;
}

export interface Position {
  readonly x: number;
  readonly y: number;
}

/**
 * One change that a person makes to a workflow, by step ids, which are unique in the whole document. Canvas, forms and keyboard speak in these;
 * `applyEdits` makes the text that follows from them, with its comments kept.
 */
export type WorkflowEdit =
  /** `index`: where in the list's order; default: at its end. `after`: connect from these instead of from the step above. */
  | {
      readonly type: 'add-step';
      readonly step: StepDocument;
      readonly list: StepList;
      readonly index?: number;
      readonly after?: readonly Omit<EdgeRef, 'to'>[];
      readonly position?: Position;
    }
  /** The step goes between the two ends of the edge: its source's edge keeps its condition, and the step leads on to the target by success. */
  | { readonly type: 'splice-step'; readonly step: StepDocument; readonly edge: EdgeRef; readonly position?: Position }
  /** `keepWire`: what led to a removed step leads on to what followed it. Otherwise what followed starts without it. */
  | { readonly type: 'remove-steps'; readonly steps: readonly string[]; readonly keepWire: boolean }
  /** Steps into another list, in the order given, edges within them kept. */
  | { readonly type: 'move-steps'; readonly steps: readonly string[]; readonly list: StepList; readonly index?: number }
  /** The steps, all of one list, become the inside of a new loop or of a branch of a new parallel step. `box` holds no steps yet. */
  | { readonly type: 'wrap-steps'; readonly steps: readonly string[]; readonly box: StepDocument; readonly branch?: string }
  | { readonly type: 'connect'; readonly edge: EdgeRef; readonly label?: string }
  | { readonly type: 'disconnect'; readonly edge: EdgeRef }
  /** Another condition or label, between the same two ends. */
  | { readonly type: 'change-edge'; readonly edge: EdgeRef; readonly on?: EdgeCondition; readonly label?: string | null }
  /** References to the step in `needs`, placeholders, expressions and `layout` follow. */
  | { readonly type: 'rename-step'; readonly step: string; readonly to: string }
  /** Another name for a branch of a parallel step. References to what the branch gives follow. */
  | { readonly type: 'rename-branch'; readonly step: string; readonly from: string; readonly to: string }
  /** A value inside the step, `undefined` to take it out: `['with', 'path']`, `['when']`, `['retry', 'maxRetries']`. */
  | { readonly type: 'set-in-step'; readonly step: string; readonly path: JsonPath; readonly value: unknown }
  /** A value of the workflow outside its steps: `['name']`, `['triggers', 0, 'config', 'path']`, `['settings', 'timeout']`. */
  | { readonly type: 'set-in-workflow'; readonly path: JsonPath; readonly value: unknown }
  /** YAML of one step or of a list of steps, as `copySteps` writes it. Ids that are taken get a number, and references among the pasted follow. */
  | { readonly type: 'paste'; readonly text: string; readonly list: StepList; readonly index?: number; readonly position?: Position }
  /** Where steps stand on the canvas; `null` takes the place out, so that the layout decides. */
  | { readonly type: 'place'; readonly positions: Readonly<Record<string, Position | null>> };
