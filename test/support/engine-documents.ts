import fc from 'fast-check';

export interface AnyStep {
  readonly id: string;
  readonly [key: string]: unknown;
}

export interface AnyDocument {
  readonly steps: readonly AnyStep[];
  readonly [key: string]: unknown;
}

/** A step before it has its id and its edges: those depend on what stands above it. */
interface Draft {
  readonly kind:
    | 'action'
    | 'workflow'
    | 'if'
    | 'switch'
    | 'delay'
    | 'approve'
    | 'waitFor'
    | 'agent'
    | 'forEach'
    | 'while'
    | 'times'
    | 'parallel';
  readonly lists: readonly (readonly Draft[])[];
  readonly needs: readonly { readonly above: number; readonly on: number }[] | undefined;
  readonly join: 'all' | 'any';
  readonly optional: boolean;
  readonly maxRetries: number;
  readonly concurrency: number;
  readonly failFast: boolean;
}

const leafKinds = ['action', 'action', 'action', 'action', 'workflow', 'if', 'switch', 'delay', 'approve', 'waitFor', 'agent'] as const;
const containerKinds = ['forEach', 'while', 'times', 'parallel'] as const;

/** Documents with every kind of edge, join and container that the walk knows, at most `depth` containers deep. */
export function anyDocument(depth = 2): fc.Arbitrary<AnyDocument> {
  return fc
    .record({
      steps: draftList(depth, 6),
      finally: fc.option(draftList(0, 2), { freq: 2 }),
      parallelism: fc.integer({ min: 1, max: 4 }),
      continueOnError: fc.boolean(),
    })
    .map(({ steps, finally: last, parallelism, continueOnError }) => {
      const newId = counter();
      return {
        steps: writeList(steps, newId),
        ...(last === null ? {} : { finally: writeList(last, newId) }),
        settings: { parallelism, continueOnError },
      };
    });
}

function draftList(depth: number, maxLength: number): fc.Arbitrary<Draft[]> {
  return fc.array(draft(depth), { minLength: 1, maxLength });
}

function draft(depth: number): fc.Arbitrary<Draft> {
  const make = (kind: fc.Arbitrary<Draft['kind']>, lists: fc.Arbitrary<Draft[][]>): fc.Arbitrary<Draft> =>
    fc.record({
      kind,
      lists,
      needs: fc.option(fc.array(fc.record({ above: fc.nat(20), on: fc.nat(20) }), { maxLength: 3 }), { nil: undefined }),
      join: fc.constantFrom('all', 'all', 'any'),
      optional: fc.boolean(),
      maxRetries: fc.constantFrom(0, 0, 1, 2),
      concurrency: fc.integer({ min: 1, max: 3 }),
      failFast: fc.boolean(),
    });
  const leaf = make(fc.constantFrom(...leafKinds), fc.constant([]));
  if (depth === 0) return leaf;
  const container = make(
    fc.constantFrom(...containerKinds),
    fc.array(
      fc.nat(1).chain((less) => draftList(depth - 1 - Math.min(less, depth - 1), 3)),
      { minLength: 1, maxLength: 2 },
    ),
  );
  return fc.oneof({ arbitrary: leaf, weight: 4 }, { arbitrary: container, weight: 1 });
}

function counter(): () => string {
  let count = 0;
  return () => `s${++count}`;
}

function writeList(drafts: readonly Draft[], newId: () => string): AnyStep[] {
  const steps: AnyStep[] = [];
  for (const one of drafts) steps.push(writeStep(one, steps, newId));
  return steps;
}

function writeStep(one: Draft, above: readonly AnyStep[], newId: () => string): AnyStep {
  const id = newId();
  const needs = above.length === 0 ? undefined : one.needs?.map((need) => writeNeed(above, need));
  const common = { id, ...(needs === undefined ? {} : { needs }), join: one.join, optional: one.optional };
  const [first = [], second] = one.lists;
  const retry = { retry: { maxRetries: one.maxRetries } };
  switch (one.kind) {
    case 'action':
      return { ...common, ...retry, action: 'log' };
    case 'workflow':
      return { ...common, ...retry, workflow: 'other' };
    case 'if':
      return { ...common, if: 'true' };
    case 'switch':
      return { ...common, switch: '1', cases: ['a', 'b'] };
    case 'delay':
      return { ...common, delay: '1s' };
    case 'approve':
      return { ...common, approve: { message: 'm' } };
    case 'waitFor':
      return { ...common, waitFor: { event: 'e' } };
    case 'agent':
      return { ...common, ...retry, agent: 'helper', prompt: 'p' };
    case 'forEach':
      return { ...common, forEach: [1], concurrency: one.concurrency, steps: writeList(first, newId) };
    case 'times':
      return { ...common, times: 1, concurrency: one.concurrency, steps: writeList(first, newId) };
    case 'while':
      return { ...common, while: 'true', steps: writeList(first, newId) };
    case 'parallel': {
      const right = second === undefined ? {} : { right: writeList(second, newId) };
      return { ...common, failFast: one.failFast, parallel: { left: writeList(first, newId), ...right } };
    }
  }
}

function writeNeed(above: readonly AnyStep[], need: { above: number; on: number }): object {
  const source = above[need.above % above.length];
  if (source === undefined) throw new Error('There is no step above');
  const branches = 'if' in source ? [true, false] : 'switch' in source ? ['a', 'b', 'default'] : [];
  const choices = ['success', 'success', 'failure', 'always', { expression: 'maybe' }, ...branches];
  return { step: source.id, on: choices[need.on % choices.length] };
}
