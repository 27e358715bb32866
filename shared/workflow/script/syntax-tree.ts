/** Characters of the text; `to` is behind the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Placed<T> extends Span {
  readonly value: T;
}

/** A value as it is written: a text, a number, a name that stands for `{{ name }}`, a list or a map. */
export type ValueNode = Placed<string | number | boolean | null> | ListNode | MapNode;
export interface ListNode extends Span {
  readonly items: readonly ValueNode[];
}
export interface MapNode extends Span {
  readonly pairs: readonly PairNode[];
}
export interface PairNode {
  readonly key: Placed<string>;
  readonly value: ValueNode;
}

export interface ScriptTree {
  readonly name: Placed<string>;
  readonly version: Placed<string> | undefined;
  readonly lines: readonly LineNode[];
}

export type LineNode = StepLine | DeclarationLine;

export type DeclarationLine = Span &
  (
    | { readonly is: 'description' | 'author'; readonly text: Placed<string> }
    | { readonly is: 'tags'; readonly texts: readonly Placed<string>[] }
    | { readonly is: 'disabled' }
    | { readonly is: 'settings' | 'return'; readonly pairs: readonly PairNode[] }
    | { readonly is: 'input'; readonly name: Placed<string>; readonly parts: readonly InputPart[] }
    | { readonly is: 'trigger'; readonly label: Placed<string> | undefined; readonly type: Placed<string>; readonly parts: TriggerParts }
    | {
        readonly is: 'on-event';
        readonly label: Placed<string> | undefined;
        readonly event: Placed<string>;
        readonly parts: TriggerParts;
        readonly lines: readonly LineNode[];
      }
    | { readonly is: 'finally'; readonly lines: readonly LineNode[] }
  );

export interface TriggerParts {
  readonly config: readonly PairNode[] | undefined;
  readonly sets: readonly PairNode[] | undefined;
  readonly isDisabled: boolean;
}

export type InputPart =
  | { readonly is: 'type'; readonly name: Placed<string> }
  | { readonly is: 'required'; readonly value: boolean }
  | { readonly is: 'default'; readonly value: ValueNode }
  | { readonly is: 'choices'; readonly values: readonly ValueNode[] }
  | { readonly is: 'description'; readonly text: Placed<string> };

export interface StepLine extends Span {
  readonly is: 'step';
  /** A number stands for `step_<number>`. */
  readonly label: Placed<string> | undefined;
  /** The label is a name that takes the answer: `answer = LLM "…"`. */
  readonly isAssigned: boolean;
  readonly name: Placed<string> | undefined;
  readonly what: What;
  readonly clauses: readonly Clause[];
}

export type What =
  | { readonly is: 'bot'; readonly agent: Placed<string> | undefined; readonly prompt: ValueNode }
  | { readonly is: 'llm'; readonly prompt: ValueNode }
  | { readonly is: 'action'; readonly type: Placed<string> }
  | { readonly is: 'approval'; readonly message: Placed<string> | undefined; readonly from: Placed<string> | undefined }
  | {
      readonly is: 'share';
      readonly agent: Placed<string> | undefined;
      readonly keys: readonly ValueNode[];
      readonly with: readonly ValueNode[];
    }
  | { readonly is: 'sync'; readonly agent: Placed<string> | undefined; readonly from: ValueNode }
  | { readonly is: 'remember'; readonly agent: Placed<string> | undefined; readonly key: ValueNode; readonly value: ValueNode }
  | { readonly is: 'set'; readonly pairs: readonly PairNode[] }
  | { readonly is: 'publish'; readonly event: ValueNode }
  | { readonly is: 'wait-event'; readonly event: Placed<string> }
  | { readonly is: 'delay'; readonly for: Placed<string | number> }
  | { readonly is: 'until'; readonly expression: Placed<string> }
  | { readonly is: 'run'; readonly workflow: Placed<string>; readonly version: Placed<string> | undefined }
  | { readonly is: 'if'; readonly condition: Placed<string>; readonly inside: Block; readonly otherwise: Block | undefined }
  | { readonly is: 'switch'; readonly on: Placed<string>; readonly cases: readonly CaseNode[]; readonly otherwise: Block | undefined }
  | { readonly is: 'for-each'; readonly variable: Placed<string>; readonly list: Placed<string>; readonly lines: readonly LineNode[] }
  | { readonly is: 'while'; readonly condition: Placed<string>; readonly lines: readonly LineNode[] }
  | { readonly is: 'repeat'; readonly times: Placed<string | number>; readonly lines: readonly LineNode[] }
  | { readonly is: 'parallel'; readonly isFast: boolean; readonly branches: readonly BranchNode[] };

export interface Block extends Span {
  readonly lines: readonly LineNode[];
}

export interface CaseNode extends Block {
  readonly value: Placed<string | number | boolean | null>;
}

export interface BranchNode extends Block {
  readonly name: Placed<string>;
}

export type Clause = Span &
  (
    | { readonly is: 'with'; readonly pairs: readonly PairNode[]; readonly optimizeFor: Placed<string> | undefined }
    | { readonly is: 'timeout' | 'delay' | 'max-delay'; readonly time: Placed<string | number> }
    | { readonly is: 'on-timeout'; readonly outcome: Placed<string>; readonly whom: Placed<string> | undefined }
    | { readonly is: 'retry'; readonly parts: readonly RetryPart[] }
    | { readonly is: 'optional' }
    | { readonly is: 'when' | 'match' | 'collect'; readonly expression: Placed<string> }
    | { readonly is: 'after'; readonly isAny: boolean; readonly needs: readonly NeedNode[] }
    | { readonly is: 'tools'; readonly names: readonly ValueNode[] }
    | { readonly is: 'optimize-for' | 'rewind'; readonly text: Placed<string> }
    | { readonly is: 'budget'; readonly tokens: Placed<number> | undefined; readonly cost: Placed<number> | undefined }
    | { readonly is: 'fields'; readonly value: ValueNode }
    | { readonly is: 'concurrency' | 'max'; readonly value: Placed<number> }
  );

export interface RetryPart {
  readonly key: 'maxRetries' | 'delay' | 'backoff' | 'maxDelay' | 'jitter' | 'on';
  readonly value: string | number | readonly string[];
  readonly at: Span;
}

export interface NeedNode extends Span {
  readonly step: Placed<string>;
  readonly on: string | number | boolean | { readonly expression: string } | undefined;
  readonly label: string | undefined;
}
