import { afterEach, describe, expect, it } from 'vitest';
import type { ModelRequest } from '../../shared/ai/model-call.ts';
import type { ActionError } from '../../shared/lib/action-error.ts';
import { defaultEngineSettings } from '../../shared/lib/engine-settings.ts';
import { type ModelServer, startModelServer } from '../../test/model-server/model-server.ts';
import type { Script } from '../../test/model-server/script.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { until } from '../../test/support/until.ts';
import { putEngineSettings } from '../store/engine-settings.ts';
import { addRun, addWorkflow } from '../store/test-store.ts';
import type { ModelCallContext } from './model-caller.ts';
import { openTestCaller, type TestCaller } from './test-caller.ts';

let server: ModelServer;
let caller: TestCaller;
/** At work in the server: now, and at most. */
let atWork: { now: number; most: number };
afterEach(async () => {
  caller.close();
  await server.close();
});

const MODEL = 'claude/claude-haiku-4-5';
const LIMIT = 1000;

/** A server that answers once `together` questions are there, or fewer have no more to come; each answer takes so many tokens. */
async function open(together: number, output: (maxTokens: number) => number): Promise<void> {
  atWork = { now: 0, most: 0 };
  let areThere = (): void => {};
  const all = new Promise<void>((resolve) => {
    areThere = resolve;
  });
  const script: Script = async ({ maxTokens = 0 }) => {
    atWork.now += 1;
    atWork.most = Math.max(atWork.most, atWork.now);
    if (atWork.now >= together) areThere();
    await all;
    atWork.now -= 1;
    return { text: 'Hello', tokens: { input: 3, output: output(maxTokens) } };
  };
  server = await startModelServer({ script, models: [] });
  const environment = {
    ANTHROPIC_API_KEY: 'sk-1',
    ANTHROPIC_BASE_URL: server.baseUrls.anthropic,
    PAWL_LOCAL_MODELS_URL: 'http://127.0.0.1:9/v1',
  };
  caller = openTestCaller({ environment, clock: new FakeClock() });
}

interface Payer {
  readonly budget?: ModelRequest['budget'];
  readonly context: Partial<ModelCallContext>;
}

/** Sets a budget of 1000 tokens, and gives what calls have to say to be bound by it. */
const budgets: Readonly<Record<string, (tokens: number) => Promise<Payer>>> = {
  async step(tokens) {
    return { budget: { tokens }, context: { runId: await startRun(), stepPath: 'ask' } };
  },
  async 'step of an agent and all that it hands on'(tokens) {
    return { context: { runId: await startRun(), stepPath: 'review[0]/agent.a', within: [{ path: 'review', limit: { tokens } }] } };
  },
  async run(tokens) {
    return { context: { runId: await startRun({ budget: { tokens } }) } };
  },
  async day(tokens) {
    await caller.store.write(() => putEngineSettings(caller.store, { ...defaultEngineSettings, modelsPerDay: { tokens } }));
    return { context: {} };
  },
};

async function startRun(settings: object = {}): Promise<string> {
  const workflow = await addWorkflow(caller.store, 'Ask', settings);
  return caller.store.write(() => caller.store.runs.byKey(addRun(caller.store, workflow))?.id ?? '');
}

function askTen({ budget, context }: Payer, maxTokens?: number) {
  const request = { model: MODEL, ...(maxTokens === undefined ? {} : { maxTokens }), ...(budget === undefined ? {} : { budget }) };
  return Promise.allSettled(Array.from({ length: 10 }, () => caller.ask(request, context)));
}

function codesOf(results: readonly PromiseSettledResult<unknown>[]): string[] {
  return results.map((result) => (result.status === 'fulfilled' ? 'ok' : (result.reason as ActionError).code)).sort();
}

const tokensTaken = (): number => caller.records.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0);

describe.each(Object.keys(budgets))('AI-5 the budget of the %s', (kind) => {
  it('is never gone over by ten calls at once, and as many as fit are made', async () => {
    await open(3, (maxTokens) => maxTokens);
    const payer = await budgets[kind]?.(LIMIT);
    if (payer === undefined) throw new Error('no such budget');
    expect(codesOf(await askTen(payer, 300))).toEqual([...Array(7).fill('AI_BUDGET'), 'ok', 'ok', 'ok']);
    expect(server.requests).toHaveLength(3);
    expect(tokensTaken()).toBeLessThanOrEqual(LIMIT);
  });

  it('lets calls wait for what others hold and do not take', async () => {
    await open(3, () => 5);
    const payer = await budgets[kind]?.(LIMIT);
    if (payer === undefined) throw new Error('no such budget');
    const waited: string[] = [];
    const results = await askTen({ ...payer, context: { ...payer.context, onWait: (reason) => waited.push(reason) } }, 300);
    expect(codesOf(results)).toEqual(Array(10).fill('ok'));
    expect(atWork.most).toBe(3);
    expect(waited).toEqual(Array(7).fill('waits, since calls that are under way hold what is left of the budget'));
  });
});

describe('what is held for a call', () => {
  it('is all that it can take where nobody has said how long its answer may be, and no more', async () => {
    await open(2, () => 5);
    const results = await askTen({ ...(await (budgets['day'] as (tokens: number) => Promise<Payer>)(70_000)) });
    expect(codesOf(results)).toEqual(Array(10).fill('ok'));
    expect(atWork.most).toBe(2);
    expect(server.requests[0]?.maxTokens).toBe(32_000);
  });

  it('is given back when the call fails, and when it is stopped while it waits', async () => {
    await open(Number.POSITIVE_INFINITY, () => 5);
    const payer = await (budgets['day'] as (tokens: number) => Promise<Payer>)(LIMIT);
    const [first, second] = [new AbortController(), new AbortController()];
    let isWaiting = false;
    const ask = (signal: AbortSignal, onWait?: () => void) =>
      caller.ask({ model: MODEL, maxTokens: 600 }, { ...payer.context, signal, ...(onWait === undefined ? {} : { onWait }) });
    const one = ask(first.signal);
    await until(() => atWork.now === 1);
    const two = ask(second.signal, () => {
      isWaiting = true;
    });
    await until(() => isWaiting);
    second.abort(new Error('not any more'));
    await expect(two).rejects.toThrow('not any more');
    first.abort(new Error('nor this one'));
    await expect(one).rejects.toThrow('nor this one');
    expect(server.requests).toHaveLength(1);
    // What the stopped call had sent was spent; the rest is free at once.
    expect(caller.ledger.openAccount(undefined, {}).left()?.tokens).toBeGreaterThan(LIMIT - 50);
    const account = caller.ledger.openAccount(undefined, {});
    const info = { id: MODEL, inputPrice: 1, outputPrice: 5, contextTokens: 200_000 };
    const hold = await account.hold(
      { info, inputTokens: 100, maxTokens: 800 },
      { signal: new AbortController().signal, onWait: expect.unreachable },
    );
    expect(hold.maxTokens).toBe(800);
    account.close();
  });
});
