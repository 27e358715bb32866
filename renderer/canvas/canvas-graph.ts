import type { EdgeCondition } from '../../shared/workflow/edges.ts';
import type { StepList } from '../../shared/workflow/edit/edit.ts';
import type { StepKind } from '../../shared/workflow/schema.ts';

/** What is drawn: boxes hold nodes by `parent`, an outer one standing before those inside it, and edges join nodes of one list. */
export interface CanvasGraph {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

/**
 * `step`: one that holds no others. `box`: a loop or a parallel step. `lane`: a branch of a parallel step. `trigger`: what leads to the first steps.
 * `area`: the steps of `finally`.
 */
export type CanvasNode = StepNode | BoxNode | LaneNode | TriggerNode | AreaNode;

interface NodeBase {
  /** A step's id; others have a colon in theirs, which no step has. */
  readonly id: string;
  /** The node that this one stands in. */
  readonly parent?: string;
  readonly title: string;
}

interface StepBase extends NodeBase {
  readonly kind: StepKind;
  /** Which icon and tint: a family of actions, or a kind. */
  readonly family: string;
  /** What it does, in a line; empty when there is nothing to say. */
  readonly summary: string;
  /** `file.read`, `if`, `forEach`: what a person would write. */
  readonly typeName: string;
  /** The list where the step stands, and its place there. */
  readonly list: StepList;
  readonly index: number;
  readonly ports: readonly Port[];
  /** `when: false`: it never runs. */
  readonly isDisabled: boolean;
  /** Small signs of what is set on the step: `optional`, `retry`, `when`, `any`. */
  readonly signs: readonly StepSign[];
}

export type StepSign = 'optional' | 'retries' | 'when' | 'join any' | 'cached';

export interface StepNode extends StepBase {
  readonly type: 'step';
}

export interface BoxNode extends StepBase {
  readonly type: 'box';
  /** A loop has one list of its own; a parallel step has lanes. */
  readonly hasLanes: boolean;
  readonly isEmpty: boolean;
}

export interface LaneNode extends NodeBase {
  readonly type: 'lane';
  readonly parent: string;
  readonly branch: string;
  readonly isEmpty: boolean;
}

export interface TriggerNode extends NodeBase {
  readonly type: 'trigger';
  readonly triggerId: string;
  readonly family: string;
  readonly typeName: string;
  readonly summary: string;
  readonly isDisabled: boolean;
}

export interface AreaNode extends NodeBase {
  readonly type: 'area';
}

/** Where an edge can leave a step. A `branch` is a case of a switch, or a way of an if. */
export interface Port {
  readonly id: string;
  readonly kind: 'success' | 'failure' | 'always' | 'branch';
  readonly label: string;
  /** From the left: this share of the width, and so many pixels more. */
  readonly share: number;
  readonly offset: number;
  /** An edge leaves it; other ports than the first are shown only when they are needed. */
  readonly isUsed: boolean;
}

export interface CanvasEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Undefined: from a trigger, which is no edge of the document. */
  readonly on: EdgeCondition | undefined;
  readonly port: string;
  readonly kind: 'success' | 'failure' | 'always' | 'branch' | 'expression' | 'trigger';
  readonly label: string | undefined;
}

/** The list that holds what is dropped on a node: a box's or lane's own, or undefined for a node that holds nothing. */
export function listInside(node: CanvasNode): StepList | undefined {
  if (node.type === 'area') return { of: 'finally' };
  if (node.type === 'lane') return { of: 'branch', step: node.parent, branch: node.branch };
  return node.type === 'box' && !node.hasLanes ? { of: 'loop', step: node.id } : undefined;
}

export function isStep(node: CanvasNode | undefined): node is StepNode | BoxNode {
  return node?.type === 'step' || node?.type === 'box';
}
