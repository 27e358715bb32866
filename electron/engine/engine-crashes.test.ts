import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentSchema } from '../../shared/agents/agent.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { anyDocument } from '../../test/support/engine-documents.ts';
import { type Behaviour, engineHarness, gate, type Harness } from '../../test/support/engine-harness.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { ModelCaller } from '../ai/model-caller.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();

/** Every third action may be repeated. */
const isPure = (id: string): boolean => Number(id.slice(1)) % 3 === 0;

/** The random document as one that runs for real. */
function written(document: object): string {
  return JSON.stringify({ name: 'Any', ...document }, (_, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    if ('action' in value && 'id' in value) return { ...value, action: isPure(String(value.id)) ? 'test.pure' : 'test.once' };
    if ('workflow' in value) return { ...value, workflow: 'Child' };
    if ('while' in value) return { ...value, while: 'index < 2' };
    if ('expression' in value) return { expression: 'run.attempt === 1' };
    return value;
  });
}

/** Of a line of the ledger: of the effect that the step has, whether a person's document or a model has asked for it. */
const mayRepeat = (line: string): boolean =>
  line.includes('/test.') ? line.includes('/test.pure') : isPure(/(s\d+)#/.exec(line)?.[1] ?? '');

/** A model that calls for two things, then for one, and then is done: the same for the same conversation. */
const models: ModelCaller = {
  async call({ messages }, { signal }) {
    signal.throwIfAborted();
    const rounds = messages.filter(({ role }) => role === 'assistant').length;
    const tools = [['test_pure', 'test_once'], ['test_once'], []][rounds] ?? [];
    return {
      text: 'so',
      toolCalls: tools.map((tool, index) => ({ id: `c${index}`, tool, input: {} })),
      finish: tools.length > 0 ? 'tool_calls' : 'stop',
      model: 'test/model',
      tokens: { input: 1, output: 1, total: 2 },
      cost: 0,
      reason: 'the only one',
      repaired: false,
    };
  },
};
const helper = agentSchema.parse({
  name: 'helper',
  tools: [
    { tool: 'test.pure', grant: 'allow' },
    { tool: 'test.once', grant: 'allow' },
  ],
});

/** Lets time pass until the run has ended or the engine was killed; settles what nobody can tell, answers what is asked, publishes what is waited for. */
async function live(harness: Harness, run: RunRow, isKilled: () => boolean): Promise<void> {
  for (let count = 0; !isKilled(); count++) {
    const next = gate();
    const stop = harness.engine.listen(() => next.open());
    const row = harness.store.runs.byId(run.id);
    if (row !== undefined && isTerminalRun(row.status)) return stop();
    const steps = harness.store.steps.list(run.key);
    const unknown = steps.find((step) => step.status === 'unknown');
    const [item] = harness.store.inbox.list({ open: true, runKey: run.key, limit: 1 });
    // A kill may come between.
    if (unknown !== undefined) await harness.engine.decide(run, unknown.path, count % 2 === 0 ? 'done' : 'retry', 'ada').catch(() => {});
    else if (item !== undefined) {
      const decision = count % 3 === 0 ? 'reject' : 'approve';
      await harness.engine.answer(item, { decision, by: 'ada', fields: {}, comment: null }).catch(() => {});
    } else if (harness.clock.pendingTimers > 0) await harness.clock.advance(60_000);
    else if (steps.some((step) => step.status === 'waiting')) await publish(harness).catch(() => {});
    else await next.opened;
    stop();
  }
}

/** The event that any `waitFor` of a random document waits for. */
async function publish({ parts, store }: Harness): Promise<void> {
  await store.write(() => parts.events.append({ id: parts.newId(), name: 'e', data: null, source: 'test' }, parts.clock.now()));
  parts.events.tell();
}

describe('an engine that is killed at any events of any run', () => {
  it('ends the run in the end, with rows that are what the events say; an effect that cannot be repeated is never had twice unasked', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument(1), fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }), async (document, kills) => {
        const did: string[] = [];
        const behave: Behaviour = (_, { stepPath, attempt, runId }) => {
          did.push(`${runId} ${stepPath}#${attempt}`);
          if ((stepPath.length + attempt) % 3 === 0) throw new Error('by bad luck');
          return { stepPath };
        };
        let harness = await open({ behave, models });
        const { store } = harness;
        await store.write(() => store.agents.insert(helper, 1));
        const { folder } = harness;
        await harness.save('name: Child\nsteps: [{ id: a, action: test.pure }]');
        const saved = await harness.save(written(document));
        let seen = 0;
        let isDead = false;
        let killAt = kills[0] ?? Number.POSITIVE_INFINITY;
        const count = (): void => {
          seen += 1;
          if (seen < killAt) return;
          isDead = true;
          harness.kill();
        };
        harness.engine.listen(count);
        const run = await harness.start(saved).catch((error: unknown) => (isDead ? undefined : Promise.reject(error)));
        for (let life = 1; ; life++) {
          if (run !== undefined) await live(harness, run, () => isDead);
          if (!isDead) break;
          isDead = false;
          seen = 0;
          killAt = kills[life] ?? Number.POSITIVE_INFINITY;
          harness = await open({ folder, behave, models, clock: new FakeClock(harness.clock.now()), idle: true });
          harness.engine.listen(count);
          await harness.engine.start().catch((error: unknown) => (isDead ? undefined : Promise.reject(error)));
          if (run === undefined) break;
        }
        if (run === undefined) return;
        await harness.ended(run);
        expect(harness.store.checkIntegrity()).toEqual([]);
        const once = did.filter((line) => line.startsWith(`${run.id} `) && !mayRepeat(line));
        expect(once.length).toBe(new Set(once).size);
        expect(harness.faults).toEqual([]);
        harness.kill();
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

describe('a disk that takes no more writes', () => {
  it('stops the run where it is and is told; on a disk that does, it goes on', async () => {
    const first = gate();
    const before = await open({ behave: () => first.opened.then(() => null) });
    const run = await before.start('steps: [{ id: a, action: test.pure }, { id: b, action: test.once }]');
    const isStarted = (event: RunEvent): boolean => event.type === 'step.started';
    await before.happened(run, isStarted);
    before.store.poison(new Error('the disk is gone'));
    first.open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(before.faults.map(String)).toContainEqual(expect.stringContaining('the disk is gone'));
    expect(before.events(run).filter(isStarted)).toHaveLength(1);
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock });
    expect((await after.ended(run)).state).toBe('completed');
  });
});
