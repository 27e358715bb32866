import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { type Behaviour, engineHarness, gate, type Harness, type HarnessOptions, untilStopped } from '../../test/support/engine-harness.ts';
import { until } from '../../test/support/until.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();
const started =
  (path: string) =>
  (event: RunEvent): boolean =>
    event.type === 'step.started' && event.path === path;

/** Never ends by itself. */
const hang: Behaviour = (_, { signal }) => untilStopped(signal);

/** Counts what really happened, over engines. */
function ledger(): { readonly done: string[]; readonly behave: Behaviour } {
  const done: string[] = [];
  return {
    done,
    behave: (_, { stepPath, attempt }) => {
      done.push(`${stepPath}#${attempt}`);
      return { done: stepPath };
    },
  };
}

/** An engine that is gone in the middle of step `a`; `how` it went. */
async function interrupted(text: string, how: 'kill' | 'close', path = 'a'): Promise<{ before: Harness; run: RunRow }> {
  const before = await open({ behave: hang });
  const run = await before.start(text);
  await before.happened(run, started(path));
  if (how === 'kill') before.kill();
  else await before.close();
  return { before, run };
}

function reopen(before: Harness, options: HarnessOptions): Promise<Harness> {
  return open({ folder: before.folder, clock: before.clock, ...options });
}

const attemptsOf = (harness: Harness, run: RunRow): unknown[] =>
  harness.store.attempts.list(run.key).map(({ path, attempt, status }) => [path, attempt, status]);

for (const how of ['kill', 'close'] as const) {
  describe(`a step that was under way when the engine was ${how === 'kill' ? 'killed' : 'closed'}`, () => {
    for (const effect of ['pure', 'internal'] as const) {
      it(`${effect}: starts again as the same attempt`, async () => {
        const { before, run } = await interrupted(`steps: [{ id: a, action: test.${effect} }, { id: b, action: test.pure }]`, how);
        const { done, behave } = ledger();
        const after = await reopen(before, { behave });
        expect((await after.ended(run)).state).toBe('completed');
        expect(done).toEqual(['a#1', 'b#1']);
        expect(attemptsOf(after, run)).toEqual([
          ['a', 1, 'succeeded'],
          ['b', 1, 'succeeded'],
        ]);
      });
    }

    it('keyed: is looked up, and taken as done when it happened', async () => {
      const { before, run } = await interrupted('steps: [{ id: a, action: test.keyed }, { id: b, action: test.pure }]', how);
      const { done, behave } = ledger();
      const after = await reopen(before, {
        behave,
        probe: () => ({ outcome: 'done', output: { found: true }, reason: 'the file is there' }),
      });
      const view = await after.ended(run);
      expect(view.steps[0]).toMatchObject({ state: 'succeeded', output: { found: true }, reason: 'the file is there: recorded as done' });
      expect(done).toEqual(['b#1']);
    });

    it('keyed: starts again when it did not happen', async () => {
      const { before, run } = await interrupted('steps: [{ id: a, action: test.keyed }]', how);
      const { done, behave } = ledger();
      const after = await reopen(before, { behave, probe: () => ({ outcome: 'not_done', reason: 'there is nothing' }) });
      expect((await after.ended(run)).state).toBe('completed');
      expect(done).toEqual(['a#1']);
    });

    it('keyed: becomes unknown when the lookup finds something else, or fails', async () => {
      for (const probe of [
        () => ({ outcome: 'conflict', reason: 'somebody else wrote it' }) as const,
        () => {
          throw new Error('the disk is gone');
        },
      ]) {
        const { before, run } = await interrupted('steps: [{ id: a, action: test.keyed }]', how);
        const after = await reopen(before, { behave: ledger().behave, probe });
        await after.happened(run, (event) => event.type === 'step.unknown');
        expect(after.view(run)).toMatchObject({ state: 'needs_attention', steps: [{ state: 'unknown' }] });
      }
    });

    it('once: is not done again, and the run needs attention', async () => {
      const { before, run } = await interrupted('steps: [{ id: a, action: test.once }, { id: b, action: test.pure }]', how);
      const { done, behave } = ledger();
      const after = await reopen(before, { behave });
      expect(after.view(run)).toMatchObject({
        state: 'needs_attention',
        steps: [
          { id: 'a', state: 'unknown' },
          { id: 'b', attempts: 0 },
        ],
      });
      expect(after.view(run).reason).toContain('whether it took effect cannot be told');
      expect(done).toEqual([]);
    });

    it('once with onInterrupted: retry starts again, with fail it fails', async () => {
      const again = await interrupted('steps: [{ id: a, action: test.once, onInterrupted: retry }]', how);
      const { done, behave } = ledger();
      const after = await reopen(again.before, { behave });
      expect((await after.ended(again.run)).state).toBe('completed');
      expect(done).toEqual(['a#1']);
      const fails = await interrupted('steps: [{ id: a, action: test.once, onInterrupted: fail }]', how);
      const second = await reopen(fails.before, { behave });
      expect(await second.ended(fails.run)).toMatchObject({ state: 'failed', error: { code: 'INTERRUPTED', stepId: 'a' } });
    });

    it('in a loop: the iteration goes on with its item, and those that had ended are not done again', async () => {
      const done: string[] = [];
      const before = await open({
        behave: (parameters, context) => {
          done.push(`${context.stepPath}`);
          return parameters['item'] === 2 ? untilStopped(context.signal) : parameters;
        },
      });
      const run = await before.start(
        "steps: [{ id: each, forEach: [1, 2, 3], steps: [{ id: a, action: test.pure, with: { item: '{{ item }}' } }] }]",
      );
      await before.happened(run, started('each[1]/a'));
      if (how === 'kill') before.kill();
      else await before.close();
      const after = await reopen(before, {});
      const view = await after.ended(run);
      expect(view.steps.find((step) => step.id === 'each')?.output).toEqual({ items: [{ item: 1 }, { item: 2 }, { item: 3 }], count: 3 });
      expect(done).toEqual(['each[0]/a', 'each[1]/a']);
    });
  });
}

describe('a recovered run', () => {
  it('never does a step again that had ended', async () => {
    const { done, behave } = ledger();
    const before = await open({
      behave: (parameters, context) => (context.stepPath === 'c' ? untilStopped(context.signal) : behave(parameters, context)),
    });
    const run = await before.start('steps: [{ id: a, action: test.once }, { id: b, action: test.once }, { id: c, action: test.pure }]');
    await before.happened(run, started('c'));
    before.kill();
    const after = await reopen(before, { behave });
    expect((await after.ended(run)).state).toBe('completed');
    expect(done).toEqual(['a#1', 'b#1', 'c#1']);
    const again = await reopen(after, { behave, idle: true }).catch((error: unknown) => error);
    expect(again).toMatchObject({ problem: 'in_use' });
  });

  it('has the number of its next event right after the last that was written', async () => {
    const { before, run } = await interrupted('steps: [{ id: a, action: test.pure }]', 'kill');
    const after = await reopen(before, {});
    await after.ended(run);
    const numbers = after.store.events.after(run.key, 0).map((row) => row.seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(after.store.checkIntegrity()).toEqual([]);
  });

  it('that was being cancelled ends cancelled, without doing the step again', async () => {
    const before = await open({ behave: () => new Promise(() => {}) });
    const run = await before.start(
      'steps: [{ id: a, action: test.pure }, { id: wait, delay: 1h, needs: [] }]\nfinally: [{ id: clean, action: test.internal }]',
    );
    await before.happened(run, started('a'));
    before.engine.cancel(run, 'ada').catch(() => {});
    await before.happened(run, (event) => event.type === 'run.cancelling');
    before.kill();
    const { done, behave } = ledger();
    const after = await reopen(before, { behave });
    expect((await after.ended(run)).state).toBe('cancelled');
    expect(done).toEqual(['clean#1']);
  });

  it('that was being cancelled does not wait for its time', async () => {
    const before = await open();
    const run = await before.start('steps: [{ id: wait, delay: 1h }]');
    await before.happened(run, (event) => event.type === 'step.waiting');
    before.kill();
    const after = await reopen(before, { idle: true });
    // The process died between the wish and what follows from it.
    await after.store.write(() =>
      after.store.events.append(run.key, after.store.events.lastSeq(run.key) + 1, 1, { type: 'run.cancelling', by: 'ada' }),
    );
    await after.engine.start();
    expect(await after.ended(run)).toMatchObject({ state: 'cancelled', steps: [{ state: 'cancelled' }] });
  });

  it('with failFast fails the branch that onInterrupted gives up, and cancels the others without doing them', async () => {
    const before = await open({ behave: hang });
    const run = await before.start(`
steps:
  - id: both
    failFast: true
    parallel:
      left: [{ id: a, action: test.once, onInterrupted: fail }]
      right: [{ id: b, action: test.pure }]
`);
    await before.happened(run, started('both/left/a'));
    await before.happened(run, started('both/right/b'));
    before.kill();
    const { done, behave } = ledger();
    const after = await reopen(before, { behave });
    expect((await after.ended(run)).state).toBe('failed');
    expect(done).toEqual([]);
    expect(after.faults).toEqual([]);
  });

  it('FP-6 a file that had been written is not written again', async () => {
    const written = gate();
    const before = await open({
      wrap: (executor) => ({
        ...executor,
        run: async (parameters, context) => {
          await executor.run(parameters, context);
          written.open();
          return untilStopped(context.signal);
        },
      }),
    });
    const run = await before.start('steps: [{ id: w, action: file.write, with: { path: out.txt, content: hello } }]');
    await written.opened;
    before.kill();
    let writes = 0;
    const after = await reopen(before, {
      wrap: (executor) => ({
        ...executor,
        run: (...given) => {
          writes += 1;
          return executor.run(...given);
        },
      }),
    });
    expect(await after.ended(run)).toMatchObject({ state: 'completed', steps: [{ state: 'succeeded', attempts: 1 }] });
    expect(writes).toBe(0);
  });

  it('FP-6 a file that had not been written yet is written', async () => {
    const asked = gate();
    const before = await open({
      wrap: (executor) => ({
        ...executor,
        run: (_, context) => {
          asked.open();
          return untilStopped(context.signal);
        },
      }),
    });
    const run = await before.start('steps: [{ id: w, action: file.write, with: { path: out.txt, content: hello } }]');
    await asked.opened;
    before.kill();
    const after = await reopen(before, {});
    expect((await after.ended(run)).state).toBe('completed');
    expect(await readFile(join(before.folder, 'out.txt'), 'utf8')).toBe('hello');
  });

  it('the processes that a shell step has left are ended before anybody is asked', async () => {
    const before = await open();
    const run = await before.start("steps: [{ id: a, action: shell.run, with: { command: 'echo ready; sleep 600' } }]");
    const pidOf = (): number => before.store.attempts.get(run.key, 'a', 1)?.pid ?? 0;
    await until(() => pidOf() > 0, 'the note of the process');
    const pid = pidOf();
    before.kill();
    const after = await reopen(before, {});
    expect(after.view(run).state).toBe('needs_attention');
    await until(() => !isAlive(pid), 'the end of the process');
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a person decides about a step whose effect nobody can tell', () => {
  const text = `
steps:
  - { id: a, action: test.once }
  - { id: b, action: test.pure, with: { got: '{{ a.x ?? "nothing" }}' } }
`;
  async function inQuestion(document = text): Promise<{ harness: Harness; run: RunRow; done: string[] }> {
    const { before, run } = await interrupted(document, 'kill');
    const { done, behave } = ledger();
    const harness = await reopen(before, {
      behave: (parameters, context) => (context.stepPath === 'b' ? parameters : behave(parameters, context)),
    });
    return { harness, run, done };
  }

  it('retry: it is done again, as a new attempt', async () => {
    const { harness, run, done } = await inQuestion();
    await harness.engine.decide(run, 'a', 'retry', 'ada');
    expect((await harness.ended(run)).state).toBe('completed');
    expect(done).toEqual(['a#2']);
    expect(attemptsOf(harness, run)).toEqual([
      ['a', 1, 'interrupted'],
      ['a', 2, 'succeeded'],
      ['b', 1, 'succeeded'],
    ]);
  });

  it('done: it counts as succeeded, with the output that the person gives', async () => {
    const { harness, run, done } = await inQuestion();
    await harness.engine.decide(run, 'a', 'done', 'ada', { x: 5 });
    const view = await harness.ended(run);
    expect(view.steps).toMatchObject([{ state: 'succeeded', reason: 'ada decided: done' }, { output: { got: 5 } }]);
    expect(done).toEqual([]);
  });

  it('skip: what needs it is skipped too', async () => {
    const { harness, run } = await inQuestion();
    await harness.engine.decide(run, 'a', 'skip', 'ada');
    expect(await harness.ended(run)).toMatchObject({
      state: 'completed',
      steps: [{ state: 'skipped' }, { state: 'skipped', reason: 'a was skipped' }],
    });
  });

  it('fail: it has failed, and so has the run unless an edge handles it', async () => {
    const first = await inQuestion();
    await first.harness.engine.decide(first.run, 'a', 'fail', 'ada');
    expect(await first.harness.ended(first.run)).toMatchObject({ state: 'failed', error: { code: 'INTERRUPTED', stepId: 'a' } });
    const second = await inQuestion(
      'steps: [{ id: a, action: test.once }, { id: b, action: test.pure, needs: [{ step: a, on: failure }] }]',
    );
    await second.harness.engine.decide(second.run, 'a', 'fail', 'ada');
    expect((await second.harness.ended(second.run)).state).toBe('completed_with_errors');
  });

  it('only about such a step, and only once', async () => {
    const { harness, run } = await inQuestion();
    await expect(harness.engine.decide(run, 'b', 'done', 'ada')).rejects.toMatchObject({ code: 'NOT_UNKNOWN' });
    const answers = await Promise.allSettled([
      harness.engine.decide(run, 'a', 'done', 'ada'),
      harness.engine.decide(run, 'a', 'fail', 'bob'),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected']);
    await harness.ended(run);
    await expect(harness.engine.decide(run, 'a', 'done', 'ada')).rejects.toMatchObject({ code: 'NOT_UNKNOWN' });
  });

  it('a cancel ends a run that waits for a decision', async () => {
    const { harness, run } = await inQuestion();
    expect((await harness.engine.cancel(run, 'ada')).status).toBe('cancelled');
    expect(attemptsOf(harness, run)).toEqual([['a', 1, 'unknown']]);
    expect(harness.faults).toEqual([]);
  });
});

describe('a run that is tried again', () => {
  it('takes what had succeeded, containers and branches too, and sets variables again', async () => {
    const done: string[] = [];
    let broken = true;
    const harness = await open({
      behave: (parameters, { stepPath }) => {
        done.push(stepPath);
        if (stepPath === 'c' && broken) throw new Error('broken');
        return parameters;
      },
    });
    const saved = await harness.save(`
variables: [{ name: v, type: string, default: old }]
steps:
  - { id: s, action: set, with: { variables: { v: new } } }
  - { id: a, action: test.pure, with: { big: '{{ "y".repeat(70000) }}' } }
  - { id: choose, if: 'true' }
  - { id: each, forEach: [1, 2], steps: [{ id: inner, action: test.pure, with: { item: '{{ item }}' } }] }
  - { id: c, action: test.pure, with: { v: '{{ v }}', size: '{{ a.big.length }}', items: '{{ each.items }}' } }
`);
    const first = await harness.start(saved);
    expect((await harness.ended(first)).state).toBe('failed');
    broken = false;
    done.length = 0;
    const view = await harness.run(saved, { retry: { of: first.key, rerun: ['c'] } });
    expect(view.state).toBe('completed');
    expect(done).toEqual(['c']);
    expect(view.steps.find((step) => step.id === 'a')?.reason).toBe(`taken from run ${first.id}`);
    expect(view.steps.find((step) => step.id === 'c')?.output).toEqual({ v: 'new', size: 70000, items: [{ item: 1 }, { item: 2 }] });
  });

  it('does a step again with everything inside it when it is named', async () => {
    const { done, behave } = ledger();
    const harness = await open({ behave });
    const saved = await harness.save(
      'steps: [{ id: each, forEach: [1, 2], steps: [{ id: a, action: test.pure }] }, { id: b, action: test.pure }]',
    );
    const first = await harness.start(saved);
    await harness.ended(first);
    done.length = 0;
    await harness.run(saved, { retry: { of: first.key, rerun: ['each'] } });
    expect(done).toEqual(['each[0]/a#1', 'each[1]/a#1']);
  });

  it('knows which try of the run it is', async () => {
    const harness = await open();
    const saved = await harness.save("steps: [{ id: a, action: test.pure, with: { n: '{{ run.attempt }}' } }]");
    const first = await harness.start(saved);
    await harness.ended(first);
    const second = await harness.start(saved, { retry: { of: first.key, rerun: ['a'] } });
    expect((await harness.ended(second)).steps[0]?.output).toEqual({ n: 2 });
    expect((await harness.run(saved, { retry: { of: second.key, rerun: ['a'] } })).steps[0]?.output).toEqual({ n: 3 });
  });
});

describe('a step that needs a person', () => {
  const full = new ActionError('DISK_FULL', 'The disk is full', { kind: 'needs_person', hint: 'Make room' });

  it('FP-5 parks its run until somebody has made room, and then goes on', async () => {
    let isFull = true;
    const harness = await open({
      behave: () => {
        if (isFull) throw full;
        return 'written';
      },
    });
    const run = await harness.start('steps: [{ id: a, action: test.keyed }, { id: b, action: log, with: { message: "{{ a }}" } }]');
    await harness.happened(run, ({ type }) => type === 'step.unknown');
    expect(harness.view(run)).toMatchObject({ state: 'needs_attention', reason: 'a: The disk is full. Make room' });
    isFull = false;
    await harness.engine.decide(run, 'a', 'retry', 'ada');
    expect(await harness.ended(run)).toMatchObject({
      state: 'completed',
      steps: [{ attempts: 2, output: 'written' }, { state: 'succeeded' }],
    });
  });

  it('fails as its author wishes when the failure is handled or the step optional', async () => {
    const harness = await open({
      behave: () => {
        throw full;
      },
    });
    const handled =
      'steps: [{ id: a, action: test.keyed }, { id: b, needs: [{ step: a, on: failure }], action: log, with: { message: x } }]';
    expect(await harness.run(handled)).toMatchObject({ state: 'completed_with_errors' });
    expect(await harness.run('steps: [{ id: a, optional: true, action: test.keyed }]')).toMatchObject({ state: 'completed_with_errors' });
    expect(await harness.run('steps: [{ id: a, onInterrupted: fail, action: test.keyed }]')).toMatchObject({ state: 'failed' });
  });
});
