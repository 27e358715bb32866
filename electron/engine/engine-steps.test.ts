import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunView } from '../../shared/contract/run-view.ts';
import type { Json } from '../../shared/lib/json.ts';
import { engineHarness } from '../../test/support/engine-harness.ts';

const open = engineHarness();

/** Outputs by path, of the steps that succeeded. */
function outputs(view: RunView): Record<string, Json> {
  return Object.fromEntries(view.steps.flatMap((step) => (step.state === 'succeeded' ? [[step.path, step.output as Json]] : [])));
}

function states(view: RunView): Record<string, string> {
  return Object.fromEntries(view.steps.map((step) => [step.path, step.state]));
}

describe('conditions', () => {
  it('an if follows its true or its false edge, and what stands on the other is skipped with the reason', async () => {
    const { run } = await open();
    const view = await run(`
variables: [{ name: size, type: number, default: 7 }]
steps:
  - { id: big, if: size > 5 }
  - { id: 'yes', action: log, with: { message: 'big: {{ size }}' } }
  - { id: 'no', action: log, with: { message: small }, needs: [{ step: big, on: false }] }
`);
    expect(view.state).toBe('completed');
    expect(outputs(view)).toEqual({ big: { result: true }, yes: { message: 'big: 7' } });
    expect(view.steps.find((step) => step.id === 'no')).toMatchObject({ state: 'skipped', reason: 'big chose true, not false' });
  });

  it('a switch follows the case of its value, also a number, and default when there is none', async () => {
    const harness = await open();
    const text = `
variables: [{ name: level, type: string }]
steps:
  - { id: by, switch: 'level === "n" ? 2 : level', cases: [low, 2] }
  - { id: low, action: log, with: { message: l }, needs: [{ step: by, on: low }] }
  - { id: two, action: log, with: { message: t }, needs: [{ step: by, on: 2 }] }
  - { id: other, action: log, with: { message: o }, needs: [{ step: by, on: default }] }
`;
    const ran = async (level: string): Promise<string[]> => {
      const view = await harness.run(text, { inputs: { level } });
      return view.steps.filter((step) => step.state === 'succeeded').map((step) => step.id);
    };
    expect(await ran('low')).toEqual(['by', 'low']);
    expect(await ran('n')).toEqual(['by', 'two']);
    expect(await ran('else')).toEqual(['by', 'other']);
  });

  it('when skips the step and what needs its success; a placeholder that gives the text false counts as false', async () => {
    const { run } = await open();
    const view = await run(`
variables: [{ name: go, type: string, default: 'false' }]
steps:
  - { id: a, action: log, with: { message: a }, when: false }
  - { id: b, action: log, with: { message: b } }
  - { id: c, action: log, with: { message: c }, when: '{{ go }}', needs: [] }
  - { id: d, action: log, with: { message: d }, when: 'go === "false"', needs: [] }
`);
    expect(states(view)).toEqual({ a: 'skipped', b: 'skipped', c: 'skipped', d: 'succeeded' });
    expect(view.steps.map((step) => step.reason)).toEqual(
      expect.arrayContaining(['when is false', 'a was skipped', 'when does not hold: go']),
    );
    expect(view.state).toBe('completed');
  });

  it('an expression edge decides with what its source has given', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - { id: a, action: test.pure, with: { size: 3 } }
  - { id: big, action: log, with: { message: b }, needs: [{ step: a, on: { expression: 'steps.a.output.size > 5' } }] }
  - { id: small, action: log, with: { message: s }, needs: [{ step: a, on: { expression: 'a.size < 5' } }] }
`);
    expect(states(view)).toEqual({ a: 'succeeded', big: 'skipped', small: 'succeeded' });
  });

  it('an edge whose expression cannot be evaluated fails the step behind it and the run, which ends', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - { id: a, action: test.pure, with: { size: 3 } }
  - { id: b, action: log, with: { message: b }, retry: { maxRetries: 3, on: [EXPR_ERROR] }, needs: [{ step: a, on: { expression: 'a.nothing.here()' } }] }
`);
    expect(view.state).toBe('failed');
    expect(view.error).toMatchObject({ stepId: 'b', message: expect.stringContaining('The edge into b cannot be decided') });
  });

  it('with join any, an edge that cannot be evaluated after the step has started changes nothing', async () => {
    const { run, faults } = await open();
    const view = await run(`
steps:
  - { id: a, action: test.pure, with: { size: 3 } }
  - id: b
    action: log
    with: { message: b }
    join: any
    needs: [a, { step: a, on: { expression: 'a.nothing.here()' } }]
`);
    expect(view.state).toBe('completed');
    expect(faults).toEqual([]);
  });
});

describe('loops', () => {
  it('forEach gives each item and index, and collects the outputs in order whatever order they end in', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - id: each
    forEach: '[3, 1, 2]'
    concurrency: 3
    steps:
      - { id: one, action: test.pure, with: { item: '{{ item }}', index: '{{ index }}' } }
outputs: { all: '{{ each.items }}', count: '{{ each.count }}' }
`);
    expect(view.outputs).toEqual({
      all: [
        { item: 3, index: 0 },
        { item: 1, index: 1 },
        { item: 2, index: 2 },
      ],
      count: 3,
    });
  });

  it('loops lie in each other, see outer steps and collect what they are told to', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - { id: base, action: test.pure, with: { add: 10 } }
  - id: rows
    forEach: [[1, 2], [3]]
    collect: inner.items
    steps:
      - id: inner
        forEach: '{{ item }}'
        collect: sum.total
        steps:
          - { id: sum, action: test.pure, with: { total: '{{ item + base.add }}' } }
`);
    expect(view.state).toBe('completed');
    expect(outputs(view)['rows']).toEqual({ items: [[11, 12], [13]], count: 2 });
  });

  it('while asks before each iteration, with the results of the one before', async () => {
    const { run } = await open();
    const view = await run(`
variables: [{ name: n, type: number, default: 0 }]
steps:
  - id: count
    while: n < 3
    steps:
      - { id: more, action: set, with: { variables: { n: '{{ n + 1 }}' } } }
outputs: { n: '{{ n }}', times: '{{ count.count }}' }
`);
    expect(view.outputs).toEqual({ n: 3, times: 3 });
    const again = await run(`
steps:
  - id: grow
    while: 'index === 0 || size.value < 3'
    steps:
      - { id: size, action: test.pure, with: { value: '{{ index + 1 }}' } }
`);
    expect(again.state).toBe('completed');
    expect(outputs(again)['grow']).toMatchObject({ count: 3 });
  });

  it('times repeats a number or an expression; zero times is done at once', async () => {
    const { run } = await open();
    const view = await run(`
variables: [{ name: n, type: number, default: 2 }]
steps:
  - { id: three, times: 3, steps: [{ id: a, action: test.pure, with: { i: '{{ index }}' } }] }
  - { id: by, times: n, steps: [{ id: b, action: test.pure, with: { i: '{{ item }}' } }] }
  - { id: none, times: 0, steps: [{ id: c, action: test.pure }] }
`);
    expect(outputs(view)).toMatchObject({
      three: { count: 3 },
      by: { items: [{ i: 0 }, { i: 1 }], count: 2 },
      none: { items: [], count: 0 },
    });
  });

  it('EN-8 a loop that would run longer than maxIterations fails with LOOP_LIMIT before it does anything, a while when it gets there', async () => {
    const { run } = await open();
    const each = await run(`
steps: [{ id: each, forEach: [1, 2, 3], maxIterations: 2, steps: [{ id: a, action: log, with: { message: a } }] }]
`);
    expect(each.error).toMatchObject({ code: 'LOOP_LIMIT', stepId: 'each' });
    expect(Object.keys(outputs(each))).toEqual([]);
    const times = await run(`
steps: [{ id: t, times: 3, maxIterations: 2, steps: [{ id: a, action: log, with: { message: a } }] }]
`);
    expect(times.error?.code).toBe('LOOP_LIMIT');
    const forever = await run(`
steps: [{ id: w, while: 'true', maxIterations: 2, steps: [{ id: a, action: log, with: { message: a } }] }]
`);
    expect(forever.error).toMatchObject({ code: 'LOOP_LIMIT', stepId: 'w' });
    expect(Object.keys(outputs(forever))).toEqual(['w[0]/a', 'w[1]/a']);
  });

  it('what is no list or no count is told', async () => {
    const { run } = await open();
    const list = await run(`
variables: [{ name: x, type: string, default: abc }]
steps: [{ id: each, forEach: x, steps: [{ id: a, action: log, with: { message: a } }] }]
`);
    expect(list.error).toMatchObject({ code: 'NOT_A_LIST', message: 'each goes through x, which gives a string, not a list' });
    const count = await run(`
variables: [{ name: x, type: string, default: abc }]
steps: [{ id: t, times: x, steps: [{ id: a, action: log, with: { message: a } }] }]
`);
    expect(count.error?.code).toBe('NOT_A_COUNT');
  });

  it('a failure of an iteration fails the loop and names the step', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - id: each
    forEach: [1, 2, 3]
    steps:
      - { id: bad, if: 'item === 2' }
      - { id: stop, action: fail, with: { message: no more } }
`);
    expect(view.state).toBe('failed');
    expect(view.error).toMatchObject({ code: 'FAILED', stepId: 'each', message: 'each[1]/stop failed: no more' });
    expect(states(view)).not.toHaveProperty('each[2]/bad');
  });
});

describe('parallel', () => {
  it('gives the last output of each branch by name', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - id: both
    parallel:
      left: [{ id: a, action: test.pure, with: { a: 1 } }, { id: b, action: test.pure, with: { b: 2 } }]
      right: [{ id: c, action: log, with: { message: c } }]
outputs: { left: '{{ both.left.b }}', right: '{{ both.right.message }}' }
`);
    expect(view.outputs).toEqual({ left: 2, right: 'c' });
  });

  it('with failFast the first failure stops the other branch', async () => {
    const { run } = await open({
      behave: (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const view = await run(`
steps:
  - id: both
    failFast: true
    parallel:
      slow: [{ id: wait, action: test.pure }]
      bad: [{ id: stop, action: fail, with: { message: no } }]
`);
    expect(view.state).toBe('failed');
    expect(states(view)).toMatchObject({ 'both/slow/wait': 'cancelled', 'both/bad/stop': 'failed', both: 'failed' });
  });
});

describe('values', () => {
  it('set changes variables for the steps that come after, bare and under vars', async () => {
    const { run } = await open();
    const view = await run(`
variables: [{ name: mode, type: string, default: old }]
steps:
  - { id: s, action: set, with: { variables: { mode: new, extra: [1] } } }
  - { id: read, action: test.pure, with: { mode: '{{ mode }}', extra: '{{ vars.extra }}' } }
`);
    expect(outputs(view)['read']).toEqual({ mode: 'new', extra: [1] });
  });

  it('the facts of a step can be used: status, attempts, error', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - { id: bad, action: fail, with: { message: no, code: NOPE } }
  - id: after
    needs: [{ step: bad, on: failure }]
    action: test.pure
    with: { status: '{{ steps.bad.status }}', code: '{{ steps.bad.error.code }}', attempts: '{{ steps.bad.attempts }}' }
`);
    expect(view.state).toBe('completed_with_errors');
    expect(outputs(view)['after']).toEqual({ status: 'failed', code: 'NOPE', attempts: 1 });
  });

  it('an output of more than 64 KB lies in a file of its own and reads as any other', async () => {
    const { run, store, folder } = await open();
    const view = await run(`
steps:
  - { id: big, action: test.pure, with: { text: '{{ "x".repeat(100000) }}' } }
  - { id: size, action: test.pure, with: { n: '{{ big.text.length }}' } }
`);
    expect(outputs(view)['size']).toEqual({ n: 100000 });
    const row = store.steps.get(store.runs.byId(view.runId)?.key ?? 0, 'big');
    expect(row?.output).toBeNull();
    const hash = row?.outputBlob ?? '';
    expect(JSON.parse(await readFile(join(folder, 'data', 'blobs', hash.slice(0, 2), hash), 'utf8'))).toEqual({ text: 'x'.repeat(100000) });
  });

  it('an output that outputSchema does not allow fails the step', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - { id: a, action: test.pure, with: { n: text }, outputSchema: { type: object, properties: { n: { type: number } } } }
`);
    expect(view.error).toMatchObject({ code: 'OUTPUT_MISMATCH', stepId: 'a' });
  });

  it("environment: a value, a placeholder, and a name without a value, which passes the machine's own on", async () => {
    const { run } = await open({ environment: { PASSED: 'from outside', NOT_DECLARED: 'secret' } });
    const view = await run(`
variables: [{ name: who, type: string, default: ada }]
settings: { environment: { FIXED: one, PASSED: null, MISSING: null } }
steps:
  - id: show
    action: shell.run
    environment: { WHO: '{{ who }}' }
    with: { command: 'echo "$FIXED $PASSED $WHO [$NOT_DECLARED] [$MISSING]"' }
  - { id: read, action: test.pure, with: { fixed: '{{ env.FIXED }}' } }
`);
    expect(view.error).toBeNull();
    expect(outputs(view)['show']).toMatchObject({ stdout: expect.stringContaining('one from outside ada [] []') });
    expect(outputs(view)['read']).toEqual({ fixed: 'one' });
  });

  it('outputs that cannot be worked out fail the run and say so', async () => {
    const { run } = await open();
    const view = await run(`
steps: [{ id: a, action: test.pure }]
outputs: { x: '{{ a.nothing }}' }
`);
    expect(view.state).toBe('failed');
    expect(view.error?.message).toContain('The outputs of the run cannot be worked out');
  });

  it('workingDirectory of a step is rendered and stands on that of the run', async () => {
    const { run, folder } = await open();
    const view = await run(`
variables: [{ name: sub, type: string, default: inner }]
steps:
  - { id: make, action: file.mkdir, with: { path: inner } }
  - { id: where, action: shell.run, workingDirectory: '{{ sub }}', with: { command: pwd } }
`);
    expect(outputs(view)['where']).toMatchObject({ stdout: expect.stringContaining(join(folder, 'inner')) });
  });

  it('a run up to one step runs only that step and what it needs, and has no outputs', async () => {
    const { run } = await open();
    const text = `
steps:
  - { id: a, action: test.pure }
  - { id: side, action: test.pure, needs: [] }
  - { id: b, action: test.pure, needs: [a] }
  - { id: c, action: test.pure }
outputs: { x: '{{ c }}' }
`;
    const view = await run(text, { until: 'b' });
    expect(view.state).toBe('completed');
    expect(Object.keys(outputs(view))).toEqual(['a', 'b']);
    expect(view.outputs).toEqual({});
  });
});

describe('failures', () => {
  it('an optional step that fails lets the run go on, and it ends completed with errors', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - { id: bad, action: fail, with: { message: no }, optional: true }
  - { id: next, action: log, with: { message: on } }
`);
    expect(view.state).toBe('completed_with_errors');
    expect(states(view)).toEqual({ bad: 'failed', next: 'succeeded' });
  });

  it('continueOnError lets independent branches end; the run fails with the first failure', async () => {
    const { run } = await open();
    const view = await run(`
settings: { continueOnError: true, parallelism: 1 }
steps:
  - { id: bad, action: fail, with: { message: first } }
  - { id: behind, action: log, with: { message: x } }
  - { id: other, action: log, with: { message: o }, needs: [] }
  - { id: last, action: log, with: { message: l }, needs: [other] }
`);
    expect(view.state).toBe('failed');
    expect(states(view)).toEqual({ bad: 'failed', behind: 'skipped', other: 'succeeded', last: 'succeeded' });
    expect(view.error).toMatchObject({ stepId: 'bad', message: 'first' });
  });

  it('finally runs after success and after failure, and a failure in it fails the run', async () => {
    const { run } = await open();
    const last = "finally: [{ id: clean, action: test.pure, with: { bad: '{{ steps.a.status }}' } }]";
    const good = await run(`\nsteps: [{ id: a, action: test.pure }]\n${last}`);
    expect(good.state).toBe('completed');
    expect(outputs(good)['clean']).toEqual({ bad: 'succeeded' });
    const bad = await run(`\nsteps: [{ id: a, action: fail, with: { message: no } }]\n${last}`);
    expect(bad.state).toBe('failed');
    expect(outputs(bad)['clean']).toEqual({ bad: 'failed' });
    const worse = await run(`
steps: [{ id: a, action: test.pure }]
finally: [{ id: clean, action: fail, with: { message: not clean } }]
`);
    expect(worse).toMatchObject({ state: 'failed', error: { stepId: 'clean', message: 'not clean' } });
  });

  it('a value that is missing is an error that names it', async () => {
    const { run } = await open();
    const view = await run(`
steps:
  - { id: a, action: test.pure, with: { x: 1 } }
  - { id: b, action: log, with: { message: '{{ a.y }}' } }
`);
    expect(view.error).toMatchObject({ stepId: 'b', message: expect.stringContaining('a.y') });
  });
});

describe('cache', () => {
  it('takes the result for the same key while it is fresh, and does the step again after its ttl', async () => {
    let calls = 0;
    const { run, clock } = await open({ behave: () => ({ calls: ++calls }) });
    const text = `
variables: [{ name: k, type: string, default: a }]
steps: [{ id: c, action: test.pure, cache: { key: '{{ k }}', ttl: 10m } }]
`;
    expect(outputs(await run(text))['c']).toEqual({ calls: 1 });
    const second = await run(text);
    expect(outputs(second)['c']).toEqual({ calls: 1 });
    expect(second.steps[0]?.reason).toBe('taken from the cache');
    expect(outputs(await run(text, { inputs: { k: 'b' } }))['c']).toEqual({ calls: 2 });
    await clock.advance(10 * 60_000);
    expect(outputs(await run(text))['c']).toEqual({ calls: 3 });
  });
});
