import fc from 'fast-check';
import { type WorkflowDocument, workflowSchema } from '../../shared/workflow/schema.ts';

type Raw = Record<string, unknown>;

/** A step before it has its id and its edges: those depend on what stands above it. */
interface Draft {
  readonly base: Raw;
  readonly common: Raw;
  readonly id: string | undefined;
  readonly needs: readonly { readonly above: number; readonly on: number; readonly label: string | undefined }[] | undefined;
  readonly shape: number;
  readonly lists: readonly (readonly Draft[])[];
}

const names = fc.constantFrom('a', 'result', 'order-check', 'IF', 'STEP', 'true', 'step_3', 'x_1', '_', 'REM', 'If', 'branch_2');
const texts = fc.oneof(
  fc.constantFrom(
    '',
    'plain',
    'two\nlines',
    '  indented\n\n\ttabs  \n',
    'say "hi"',
    "it's ' a quote",
    '{{ a.b }}',
    '{{ result }}',
    '{{ true }}',
    '{{a}}',
    'C:\\temp\\new',
    '"""',
    'a\n"""\nb',
    '\r\n',
    ' ',
    '@step {"id":1}',
    "' comment",
    'REM no',
    'END IF',
    '\u2028',
    '\\',
    '"',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const expressions = fc.oneof(
  fc.constantFrom(
    'vars.x > 1',
    "a.b == 'THEN'",
    'x THEN y',
    "x != 'it' && y",
    'a\n+ b',
    ' padded ',
    'a = 1',
    'x <> y',
    'NOT a AND b',
    "it's",
    "a ' b",
    'items.map((x) => x.a)',
    '"END"',
    '`t ${a} `',
    'REM',
    'a REM b',
    '5',
    '(…)',
    '/[\'"]/.test(a)',
  ),
  fc.string({ minLength: 1, maxLength: 8 }),
);
const durations = fc.constantFrom('5m', '300s', '1h30m', '1800s', '30m', '1 h', 1500, 0, '500ms', '1.5s', '7', '2w', '0s', '90s', '1d');
const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    texts,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(names, texts).filter(isKey), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const maps = fc.dictionary(fc.oneof(names, fc.constantFrom('path', 'a b', 'TIMEOUT', '')), values, { maxKeys: 3, noNullPrototype: true });

function isKey(key: string): boolean {
  return key !== '__proto__';
}

/** A record of which any part may be missing. */
function some(parts: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Raw> {
  return fc.record(parts, { requiredKeys: [] });
}

const retries = some({
  maxRetries: fc.nat(5),
  delay: durations,
  backoff: fc.constantFrom(1, 2, 3.5),
  maxDelay: durations,
  jitter: fc.constantFrom(0, 0.5),
  on: fc.array(texts, { maxLength: 2 }),
});

const commons = some({
  name: fc.oneof(texts, fc.constantFrom('Read the file', 'step 2')),
  when: fc.oneof(expressions, fc.boolean()),
  timeout: durations,
  retry: retries,
  optional: fc.boolean(),
  onInterrupted: fc.constantFrom('retry', 'ask', 'fail'),
  cache: fc.record({ key: texts }),
  outputSchema: maps,
  environment: fc.dictionary(names, fc.oneof(texts, fc.constant(null)), { maxKeys: 2 }),
  workingDirectory: texts,
  notes: texts,
  join: fc.constantFrom('all', 'any'),
}).chain((all) => fc.subarray(Object.keys(all)).map((keys) => Object.fromEntries(keys.slice(0, 3).map((key) => [key, all[key]]))));

const actions = fc.oneof(
  fc.record({
    action: fc.constantFrom('log', 'file.read', 'ai.generate', 'set', 'event.publish', 'memory.set', 'memory.share', 'memory.sync'),
  }),
  fc.record({ action: fc.constantFrom('log', 'ai.generate', 'x y'), with: maps }),
  fc.record({ action: fc.constant('ai.generate'), with: some({ prompt: values, optimizeFor: values, temperature: values }) }),
  fc.record({ action: fc.constant('set'), with: some({ variables: fc.oneof(maps, values), more: values }) }),
  fc.record({ action: fc.constant('event.publish'), with: some({ name: values, data: fc.oneof(maps, values) }) }),
  fc.record({ action: fc.constant('memory.set'), with: some({ agent: texts, key: values, value: values, ttl: durations }) }),
  fc.record({
    action: fc.constant('memory.share'),
    with: some({ agent: values, key: fc.oneof(texts, values), with: fc.oneof(texts, fc.array(texts)), ttl: durations }),
  }),
  fc.record({ action: fc.constant('memory.sync'), with: some({ agent: texts, from: texts, conflict: texts }) }),
);
const leaves: fc.Arbitrary<Raw> = fc.oneof(
  { arbitrary: actions as fc.Arbitrary<Raw>, weight: 4 },
  { arbitrary: fc.record({ if: expressions }), weight: 4 },
  {
    arbitrary: fc.record({
      switch: expressions,
      cases: fc.uniqueArray(fc.oneof(texts, fc.nat(3), fc.boolean()), { minLength: 1, maxLength: 3 }),
    }),
    weight: 2,
  },
  fc.record({ agent: texts.filter((text) => text !== ''), prompt: texts }),
  fc.record(
    {
      agent: fc.constant('writer'),
      prompt: texts,
      tools: fc.array(texts, { maxLength: 2 }),
      optimizeFor: fc.constantFrom('speed', 'cost', 'quality', 'balanced'),
      budget: some({ tokens: fc.integer({ min: 1, max: 9 }), cost: fc.constant(0.5) }),
    },
    { requiredKeys: ['agent', 'prompt'] },
  ),
  fc.record({
    approve: fc.record(
      {
        message: texts,
        from: texts,
        fields: fc.array(maps, { maxLength: 2 }),
        timeout: durations,
        onTimeout: fc.constantFrom('reject', 'approve', 'fail', 'escalate'),
        escalateTo: texts,
        rewindTo: names,
      },
      { requiredKeys: ['message'] },
    ),
  }),
  fc.record({
    waitFor: fc.record(
      { event: texts, match: expressions, timeout: durations, onTimeout: fc.constantFrom('fail', 'continue', 'escalate') },
      { requiredKeys: ['event'] },
    ),
  }),
  fc.record({ delay: fc.oneof(durations, expressions) }),
  fc.record({ until: expressions }),
  fc.record({ workflow: texts.filter((text) => text !== ''), with: maps, version: texts }, { requiredKeys: ['workflow'] }),
);
const boxes = fc.oneof(
  fc.record(
    {
      forEach: fc.oneof(expressions, fc.array(values, { maxLength: 2 })),
      concurrency: fc.integer({ min: 1, max: 3 }),
      collect: expressions,
    },
    { requiredKeys: ['forEach'] },
  ),
  fc.record({ while: expressions, maxIterations: fc.integer({ min: 1, max: 9 }), collect: expressions }, { requiredKeys: ['while'] }),
  fc.record({ times: fc.oneof(fc.nat(9), expressions) }),
  fc.record({ failFast: fc.boolean() }, { requiredKeys: [] }),
);

function drafts(depth: number): fc.Arbitrary<Draft[]> {
  return fc.array(draft(depth), { minLength: 1, maxLength: 5 });
}

function draft(depth: number): fc.Arbitrary<Draft> {
  const make = (base: fc.Arbitrary<Raw>, lists: fc.Arbitrary<Draft[][]>): fc.Arbitrary<Draft> =>
    fc.record({
      base,
      common: fc.oneof({ arbitrary: fc.constant({}), weight: 2 }, commons),
      id: fc.option(names, { nil: undefined, freq: 2 }),
      shape: fc.nat(5),
      needs: fc.option(
        fc.array(fc.record({ above: fc.nat(9), on: fc.nat(20), label: fc.option(texts, { nil: undefined, freq: 5 }) }), { maxLength: 2 }),
        {
          nil: undefined,
          freq: 2,
        },
      ),
      lists,
    });
  const leaf = make(leaves, fc.constant([]));
  if (depth === 0) return leaf;
  return fc.oneof(
    { arbitrary: leaf, weight: 5 },
    { arbitrary: make(boxes as fc.Arbitrary<Raw>, fc.array(drafts(depth - 1), { minLength: 1, maxLength: 2 })), weight: 1 },
  );
}

/** Valid canonical documents with everything that the schema knows, readable or not: each step has an id, and an edge leads only to steps above. */
export const anyWorkflow: fc.Arbitrary<WorkflowDocument> = fc
  .record({
    head: some({
      description: texts,
      version: fc.oneof(fc.constant('1.0.0'), texts),
      author: texts,
      tags: fc.array(texts, { maxLength: 2 }),
      enabled: fc.boolean(),
      outputs: maps,
      layout: fc.dictionary(names, fc.record({ x: fc.nat(9), y: fc.nat(9) }), { maxKeys: 2 }),
    }),
    name: fc
      .oneof(fc.constantFrom('Order', 'say "x"', 'a\nb'), fc.string({ minLength: 1, maxLength: 9 }))
      .filter((name) => name.trim() !== ''),
    variables: fc.option(
      fc.array(
        fc.record(
          {
            name: names,
            type: fc.constantFrom('string', 'number', 'path', 'object'),
            default: values,
            required: fc.boolean(),
            enum: fc.array(values, { maxLength: 2 }),
            description: texts,
          },
          { requiredKeys: ['name'] },
        ),
        { maxLength: 2 },
      ),
      { nil: undefined },
    ),
    triggers: fc.option(
      fc.array(
        fc.record(
          {
            type: fc.constantFrom('event', 'file_change', 'x y'),
            enabled: fc.boolean(),
            config: fc.oneof(maps, fc.record({ name: texts })),
            with: maps,
          },
          { requiredKeys: ['type'] },
        ),
        { maxLength: 2 },
      ),
      { nil: undefined },
    ),
    settings: fc.option(
      some({
        timeout: durations,
        retry: retries,
        parallelism: fc.integer({ min: 1, max: 9 }),
        environment: fc.dictionary(names, texts, { maxKeys: 2 }),
      }),
      {
        nil: undefined,
      },
    ),
    steps: drafts(2),
    last: fc.option(drafts(0), { nil: undefined, freq: 3 }),
  })
  .map(({ head, name, variables, triggers, settings, steps, last }) => {
    const newId = ids();
    const document: Raw = { name, ...head, steps: writeList(steps, newId) };
    if (last !== undefined) document['finally'] = writeList(last, newId);
    if (variables !== undefined) document['variables'] = variables;
    if (triggers !== undefined) document['triggers'] = triggers.map((trigger, index) => ({ id: `t${index}`, ...trigger }));
    if (settings !== undefined) document['settings'] = settings;
    return workflowSchema.parse(document);
  });

function ids(): (wanted: string | undefined, base: Raw) => string {
  const taken = new Set<string>();
  let count = 0;
  return (wanted, base) => {
    const kind =
      typeof base['action'] === 'string' ? base['action'].replaceAll(/[^a-z]+/g, '_') : (Object.keys(base)[0] ?? 'parallel').toLowerCase();
    let id = wanted ?? kind;
    while (taken.has(id)) id = `${kind}_${++count}`;
    taken.add(id);
    return id;
  };
}

function writeList(list: readonly Draft[], newId: (wanted: string | undefined, base: Raw) => string): Raw[] {
  const steps: Raw[] = [];
  for (const one of list) {
    const step: Raw = { id: newId(one.id, one.base), ...one.base, ...one.common };
    const needs = writeNeeds(one, steps);
    if (needs !== undefined) step['needs'] = needs;
    const [first, second] = one.lists;
    if (first !== undefined) {
      if (['forEach', 'while', 'times'].some((key) => key in step)) step['steps'] = writeList(first, newId);
      else
        step['parallel'] = {
          [one.shape % 2 === 0 ? 'A' : 'branch_1']: writeList(first, newId),
          ...(second === undefined ? {} : { IF: writeList(second, newId) }),
        };
    }
    steps.push(step);
  }
  return steps;
}

/** Often those that a block would give, so that blocks are found; else any. */
function writeNeeds({ needs, shape }: Draft, above: readonly Raw[]): unknown[] | undefined {
  const branching = above.findLast((step) => 'if' in step || 'switch' in step);
  if (branching !== undefined && shape > 2) {
    const branches = 'if' in branching ? [true, false] : [...(branching['cases'] as unknown[]), 'default'];
    const last = above.at(-1);
    if (shape === 3) return [{ step: branching['id'], on: branches[(needs?.length ?? 0) % branches.length] }];
    if (shape === 4 && last !== undefined) return [last['id'], { step: branching['id'], on: branches.at(-1) }];
  }
  if (needs === undefined || above.length === 0) return needs === undefined ? undefined : [];
  return needs.map(({ above: index, on, label }) => {
    const source = above[index % above.length] ?? {};
    const branches = 'if' in source ? [true, false, 'true'] : 'switch' in source ? [...(source['cases'] as unknown[]), 'default'] : [];
    const choices = ['success', 'failure', 'always', { expression: 'maybe "x"' }, ...branches];
    const chosen = choices[on % choices.length];
    if (chosen === 'success' && label === undefined) return source['id'];
    return { step: source['id'], on: chosen, ...(label === undefined ? {} : { label }) };
  });
}
