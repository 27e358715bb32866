import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelOutcome } from '../../shared/ai/model-call.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { localDay } from './local-day.ts';
import { pruneStore } from './prune-store.ts';
import { openStepLogs } from './step-logs.ts';
import type { Store } from './store.ts';
import { modelCall } from './test-model-call.ts';
import { addRun, addWorkflow, makeDataDir, openTestStore } from './test-store.ts';

const DAY_MS = 86_400_000;
const start = modelCall().at;
const outcomes: readonly ModelOutcome[] = [
  'ok',
  'ok',
  'repaired',
  'schema_error',
  'refused',
  'timeout',
  'rate_limit',
  'error',
  'cancelled',
];
const models = ['claude/claude-haiku-4-5', 'local/qwen3:8b'];

describe('calls of models', () => {
  let dataDir: string;
  let store: Store;
  beforeEach(() => {
    dataDir = makeDataDir();
    store = openTestStore(dataDir);
  });
  afterEach(() => store.close());

  const write = (facts: Parameters<typeof modelCall>[0]) => store.write(() => store.modelCalls.insert(modelCall(facts)));

  /** Over three days, two models and two tasks, ended in every way, with and without a schema. */
  async function writeMany(): Promise<void> {
    await store.write(() => {
      for (let n = 0; n < 360; n++) {
        const outcome = outcomes[n % outcomes.length] ?? 'ok';
        const model = models[n % 2] ?? '';
        const cost = n % 2 === 0 ? 0.001 : null;
        const facts = {
          at: start + (n % 3) * DAY_MS,
          model,
          cost,
          outcome,
          schema: n % 4 === 0,
          task: n % 5 === 0 ? 'chat' : 'extract',
        } as const;
        store.modelCalls.insert(modelCall({ ...facts, ms: 100 + n, ...(n % 7 === 0 ? { agent: 'writer' } : {}) }));
      }
    });
  }

  it('add up to exactly what the calls say, by task, model and day', async () => {
    await writeMany();
    const calls = store.modelCalls.list({}, 1000);
    expect(calls).toHaveLength(360);
    const counts = store.modelStats.byModelAndTask(0);
    expect(counts).toHaveLength(4);
    for (const count of counts) {
      const own = calls.filter(({ model, task }) => model === count.model && task === count.task);
      const answered = own.filter(({ outcome }) => outcome === 'ok' || outcome === 'repaired');
      const scored = own.filter(({ score }) => score !== null);
      expect(count).toMatchObject({
        calls: own.filter(({ outcome }) => outcome !== 'cancelled').length,
        cancelled: own.filter(({ outcome }) => outcome === 'cancelled').length,
        rateLimits: own.filter(({ outcome }) => outcome === 'rate_limit').length,
        answered: answered.length,
        scored: scored.length,
        inputTokens: own.length * 900,
        outputTokens: answered.length * 100,
        allOutputTokens: own.length * 100,
        unpriced: own.filter(({ cost }) => cost === null).length,
      });
      expect(count.scoreSum).toBeCloseTo(scored.reduce((sum, { score }) => sum + (score ?? 0), 0));
      expect(count.logMsSum).toBeCloseTo(answered.reduce((sum, { ms }) => sum + Math.log(ms), 0));
      expect(count.cost).toBeCloseTo(own.reduce((sum, { cost }) => sum + (cost ?? 0), 0));
    }
    const chat = store.modelStats.figures('chat', 0);
    expect(chat).toEqual(counts.filter(({ task }) => task === 'chat'));
    expect(store.modelStats.byDay(localDay(start) + 1).map(({ day }) => day - localDay(start))).toEqual([1, 1, 2, 2]);
    const sum = (spent: readonly { calls: number; cost: number }[]) => [
      spent.reduce((all, { calls: some }) => all + some, 0),
      spent.reduce((all, { cost }) => all + cost, 0).toFixed(6),
    ];
    expect(sum(store.modelStats.spendByDay(0))).toEqual([360, '0.180000']);
    expect(sum(store.modelStats.spendByAgent(0))).toEqual([360, '0.180000']);
    expect(store.modelStats.spendByAgent(0).map(({ agent }) => agent)).toEqual(['', 'writer']);
  });

  it('are judged by their schema, until a person says otherwise; taking it back is possible', async () => {
    const key = await write({ schema: true, outcome: 'repaired' });
    const figures = () => {
      const [all] = store.modelStats.figures('extract', 0);
      return [all?.scored, all?.scoreSum];
    };
    expect(figures()).toEqual([1, 0.5]);
    await store.write(() => store.modelCalls.judge(key, 1, 'person'));
    expect(figures()).toEqual([1, 1]);
    expect(store.modelCalls.byKey(key)).toMatchObject({ score: 1, judgedBy: 'person' });
    await store.write(() => store.modelCalls.takeBack(key));
    expect(figures()).toEqual([1, 0.5]);
    expect(store.modelCalls.byKey(key)).toMatchObject({ score: 0.5, judgedBy: 'schema' });
  });

  it('are worth nothing when their step was tried again by hand, but for those that a person has praised', async () => {
    const keys = [];
    for (const stepPath of ['each[0]/ask', 'each[0]/ask/tool', 'each[10]/ask']) keys.push(await write({ runId: 'r', stepPath }));
    keys.push(await write({ runId: 'r', stepPath: 'each[0]/ask', outcome: 'error' }));
    const praised = await write({ runId: 'r', stepPath: 'each[0]/ask' });
    await store.write(() => {
      store.modelCalls.judge(praised, 1, 'person');
      store.modelCalls.judgeRetried('r', 'each[0]/ask');
    });
    expect(keys.map((key) => store.modelCalls.byKey(key)?.score)).toEqual([0, 0, null, null]);
    expect(store.modelCalls.byKey(praised)?.score).toBe(1);
  });

  it('of a run count with those of the runs that it has started', async () => {
    const workflow = await addWorkflow(store, 'One');
    const [parent, child] = await store.write(() => {
      const key = addRun(store, workflow, { endedAt: 5 });
      return [key, addRun(store, workflow, { endedAt: 5, parentKey: key })].map((each) => store.runs.byKey(each)?.id ?? '');
    });
    for (const runId of [parent ?? '', child ?? '', 'other']) await write({ runId, stepPath: 'ask' });
    const spentBy = (runId: string | undefined) => store.modelCalls.spentByRun(runId ?? '');
    expect(spentBy(parent)).toEqual({ tokens: 2000, cost: 0.0028 });
    expect(spentBy(child)).toEqual({ tokens: 1000, cost: 0.0014 });
    expect(store.modelCalls.spentByStep(child ?? '', 'ask')).toEqual({ tokens: 1000, cost: 0.0014 });
    expect(store.modelCalls.spentOnDay(localDay(start)).tokens).toBe(3000);
    expect(store.modelStats.spendByWorkflow(0).map(({ workflowKey, calls }) => [workflowKey, calls])).toEqual([
      [0, 1],
      [workflow.key, 2],
    ]);
  });

  it('go with the journal, go on counting, and stay while their run is under way', async () => {
    const workflow = await addWorkflow(store, 'One');
    const live = await store.write(() => store.runs.byKey(addRun(store, workflow))?.id ?? '');
    await writeMany();
    await write({ runId: live });
    const before = store.modelStats.byModelAndTask(0);
    await pruneStore({ store, logs: openStepLogs(dataDir), clock: new FakeClock(start + 91 * DAY_MS + 1) });
    expect(store.modelCalls.list({}, 1000)).toHaveLength(121);
    await pruneStore({ store, logs: openStepLogs(dataDir), clock: new FakeClock(start + 200 * DAY_MS) });
    expect(store.modelCalls.list({}, 1000).map(({ runId }) => runId)).toEqual([live]);
    expect(store.modelStats.byModelAndTask(0)).toEqual(before);
  });

  it('tell which models failed lately, and how their last calls ended', async () => {
    await write({ outcome: 'rate_limit', retryAfterMs: 7000 });
    await write({ at: start + 5000 });
    await write({ model: 'local/qwen3:8b' });
    expect(store.modelCalls.failing(start)).toEqual(['claude/claude-haiku-4-5']);
    expect(store.modelCalls.failing(start + DAY_MS)).toEqual([]);
    expect(store.modelCalls.lastOutcomes('claude/claude-haiku-4-5')).toEqual([
      { at: start + 6000, outcome: 'ok' },
      { at: start + 1000, outcome: 'rate_limit', retryAfterMs: 7000 },
    ]);
  });

  it('find what a person has said of a model, and pass over what they do not understand', async () => {
    await store.write(() => {
      store.modelOverrides.put('claude/x', { inputPrice: 1, disabled: true });
      store.modelOverrides.put('claude/y', { colour: 'red' } as never);
    });
    expect([...store.modelOverrides.all()]).toEqual([['claude/x', { inputPrice: 1, disabled: true }]]);
    expect(await store.write(() => store.modelOverrides.remove('claude/x'))).toBe(true);
  });
});
