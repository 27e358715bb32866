import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hosted, startHosted } from './support/hosted-app.ts';

let hosted: Hosted;

const flaky = `
name: Flaky
triggers: [{ id: nightly, type: schedule, config: { cron: '0 3 * * *', timezone: UTC } }]
variables: [{ name: fails, type: boolean, default: false }]
steps:
  - { id: quick, name: Look, action: log, with: { message: hi } }
  - { id: check, name: Check it, if: '!fails', needs: [quick] }
  - { id: bad, action: fail, with: { message: 'No luck today', code: NO_LUCK }, needs: [{ step: check, on: 'false' }] }
`;
const steady = 'name: Steady\nsteps: [{ id: a, action: log, with: { message: hi } }]\n';

async function run(workflow: string, inputs = {}): Promise<string> {
  const { runId } = await hosted.client.runs.start({ source: { workflow }, inputs });
  for await (const update of await hosted.client.runs.follow({ run: runId })) void update;
  return runId;
}

beforeAll(async () => {
  hosted = await startHosted();
  for (const text of [flaky, steady]) await hosted.client.workflows.import({ text, trust: true });
  for (let count = 0; count < 3; count++) await run('Steady');
  await run('Flaky');
  await run('Flaky', { fails: true });
});
afterAll(() => hosted.close());

describe('the statistics', () => {
  it('tell how today went', async () => {
    const overview = await hosted.client.stats.overview();
    expect(overview).toMatchObject({
      now: { running: 0, needs_attention: 0 },
      failedLastDay: 1,
      today: { runs: 5, failures: 1, successRate: 0.8, outcomes: { completed: 4, failed: 1, cancelled: 0 } },
      yesterday: { runs: 0, successRate: null, duration: null },
    });
    expect(overview.today.duration?.p95Ms).toBeLessThanOrEqual(overview.today.duration?.slowestMs ?? 0);
  });

  it('tell how each day went, days without a run included', async () => {
    const { items } = await hosted.client.stats.trend({ days: 7 });
    expect(items).toHaveLength(7);
    expect(items.map(({ runs }) => runs)).toEqual([0, 0, 0, 0, 0, 0, 5]);
    const days = items.map(({ day }) => Date.parse(day));
    expect(days.slice(1).map((day, index) => day - (days[index] ?? 0))).toEqual(Array(6).fill(86_400_000));
    expect((await hosted.client.stats.trend({ days: 2, workflow: 'Flaky' })).items[1]).toMatchObject({ runs: 2, failures: 1 });
  });

  it('compare workflows: the most used, the slowest, the least reliable', async () => {
    const { items } = await hosted.client.stats.workflows({});
    expect(items.map(({ workflow, runs }) => [workflow, runs])).toEqual([
      ['Steady', 3],
      ['Flaky', 2],
    ]);
    expect(items.map(({ lastFailure }) => lastFailure?.message ?? null)).toEqual([null, 'No luck today']);
    const [worst] = (await hosted.client.stats.workflows({ sort: 'least_reliable', limit: 1 })).items;
    expect(worst).toMatchObject({ workflow: 'Flaky', successRate: 0.5 });
  });

  it('tell what failed, where and why, and how often', async () => {
    const { recent, patterns } = await hosted.client.stats.failures({});
    expect(recent).toMatchObject([{ workflow: 'Flaky', stepId: 'bad', message: 'No luck today', state: 'failed' }]);
    const runId = recent[0]?.runId;
    expect(patterns).toMatchObject([{ workflow: 'Flaky', stepId: 'bad', code: recent[0]?.code, runs: 1, lastRunId: runId }]);
    expect(await hosted.client.stats.failures({ workflow: 'Steady' })).toEqual({ recent: [], patterns: [] });
  });

  it('compare the steps of a workflow, in the order of its document', async () => {
    const { items, sampledRuns } = await hosted.client.stats.steps({ workflow: 'Flaky' });
    expect(sampledRuns).toBe(2);
    expect(items.map(({ stepId, name, succeeded, failures, skipped }) => ({ stepId, name, succeeded, failures, skipped }))).toEqual([
      { stepId: 'quick', name: 'Look', succeeded: 2, failures: 0, skipped: 0 },
      { stepId: 'check', name: 'Check it', succeeded: 2, failures: 0, skipped: 0 },
      { stepId: 'bad', name: 'bad', succeeded: 0, failures: 1, skipped: 1 },
    ]);
    expect(items[2]?.failureRate).toBe(1);
  });

  it('tell what retries are good for', async () => {
    const failed = (await hosted.client.stats.failures({})).recent[0]?.runId ?? '';
    const { runId } = await hosted.client.runs.retry({ run: failed });
    for await (const update of await hosted.client.runs.follow({ run: runId })) void update;
    expect(await hosted.client.stats.retries({})).toEqual({
      automatic: { runs: 0, wentWell: 0, successShare: null },
      byHand: { runs: 1, wentWell: 0, successShare: 0 },
    });
  });

  it('tell what is scheduled next, several times ahead, and nothing of a trigger that is paused', async () => {
    const { items } = await hosted.client.stats.next({ limit: 3 });
    expect(items).toMatchObject([{ workflow: 'Flaky', trigger: 'Flaky/nightly', pattern: '0 3 * * *' }, {}, {}]);
    const times = items.map(({ at }) => Date.parse(at));
    expect(times.map((at) => new Date(at).getUTCHours())).toEqual([3, 3, 3]);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBe(2 * 86_400_000);
    await hosted.client.triggers.pause({ trigger: 'nightly' });
    expect((await hosted.client.stats.next({})).items).toEqual([]);
  });

  it('are there over REST', async () => {
    expect(await hosted.call('GET', '/api/stats')).toMatchObject({ status: 200, json: { today: { outcomes: { completed: 4 } } } });
    expect((await hosted.call('GET', '/api/stats/trend?days=3')).json.items).toHaveLength(3);
    expect(await hosted.call('GET', '/api/stats/steps?workflow=None')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    expect(await hosted.call('GET', '/api/stats/trend?days=0')).toMatchObject({ status: 400 });
  });
});
