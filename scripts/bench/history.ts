import { join } from 'node:path';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { liveRunStatuses } from '../../shared/run/status.ts';
import { openBenchApp } from './app.ts';
import { type History, makeHistory } from './make-history.ts';
import { randomFrom } from './random.ts';
import type { Measure, Row } from './row.ts';
import { openSocketClient } from './socket-client.ts';
import { startMeasure } from './start.ts';
import { median, percentile } from './statistics.ts';

const ASKED = 100;
const PAGE_MS = 20;
const DASHBOARD_MS = 50;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const historyRow: Row = {
  name: 'history',
  isLong: true,
  title: 'A long history, asked over WebSocket as a window asks (p95)',
  async measure({ folder, runs }) {
    const home = join(folder, 'home');
    const history = await makeHistory(home, runs);
    const made: Measure = {
      what: `making ${runs.toLocaleString('en')} runs with their steps`,
      ours: history.seconds * 1000,
      unit: 'ms',
      target: { of: 'ours', atMost: 120_000 },
    };
    const answers = await measureAnswers(home, history);
    const start = await startMeasure(`pawl serve on them → first answer`, async () => home, 3);
    return [made, ...answers, start];
  },
};

/** Every list and every part of the dashboard, each asked a hundred times with other values. */
export async function measureAnswers(home: string, history: Pick<History, 'workflows' | 'runIds'>): Promise<Measure[]> {
  const app = await openBenchApp(home, 'none');
  const { client, close } = await openSocketClient(app, home);
  const measures: Measure[] = [];
  for (const { what, atMost, ask } of questions(client, history)) {
    const times: number[] = [];
    const floors: number[] = [];
    const work: number[] = [];
    // The first answers prepare statements and read pages.
    for (let count = -5; count < ASKED; count++) {
      const startedAt = performance.now();
      await client.system.info();
      const askedAt = performance.now();
      const before = process.cpuUsage();
      await ask();
      const { user, system } = process.cpuUsage(before);
      if (count < 0) continue;
      floors.push(askedAt - startedAt);
      times.push(performance.now() - askedAt);
      work.push((user + system) / 1000);
    }
    const ours = percentile(times, 0.95);
    const floor = { name: 'nothing to look up', value: percentile(floors, 0.95) };
    const note = `p50 ${median(times).toFixed(1)} ms, processor time ${median(work).toFixed(1)} ms`;
    measures.push({ what, unit: 'ms', ours, floor, ratio: ours / floor.value, target: { of: 'ours', atMost }, note });
  }
  await close();
  await app.close(0);
  return measures;
}

interface Question {
  readonly what: string;
  readonly atMost: number;
  ask(): Promise<unknown>;
}

/** What a window asks of a history. */
export function questions({ runs, stats }: EngineClient, { workflows, runIds }: Pick<History, 'workflows' | 'runIds'>): Question[] {
  const random = randomFrom(11);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const workflow = () => pick(workflows);
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  const failed = ['failed', 'timed_out', 'completed_with_errors'] as const;
  const lists: readonly (readonly [string, () => Parameters<typeof runs.list>[0]])[] = [
    ['the newest', () => ({})],
    ['a page far down', () => ({ cursor: String(1 + Math.floor(random() * runIds.length * 1000)) })],
    ['of a workflow', () => ({ workflow: workflow() })],
    ['of a workflow, far down', () => ({ workflow: workflow(), cursor: String(1 + Math.floor(random() * runIds.length * 1000)) })],
    ['in one state', () => ({ states: [pick(['failed', 'timed_out', 'cancelled', 'waiting', 'needs_attention'])] })],
    ['in several states', () => ({ states: [...failed] })],
    ['under way', () => ({ states: [...liveRunStatuses] })],
    ['of a workflow, in several states', () => ({ workflow: workflow(), states: [...failed] })],
    ['of a workflow, under way', () => ({ workflow: workflow(), states: [...liveRunStatuses] })],
    ['of the last hour', () => ({ since: ago(HOUR_MS) })],
    ['of the last hour, in several states', () => ({ since: ago(HOUR_MS), states: [...failed] })],
    ['of a workflow, in one state, of a month', () => ({ workflow: workflow(), states: ['timed_out'], since: ago(30 * DAY_MS) })],
    ['by the beginning of an id', () => ({ search: pick(runIds).slice(0, 3 + Math.floor(random() * 7)) })],
    ['by the beginning of an id, in one state', () => ({ search: pick(runIds).slice(0, 3), states: ['failed'] })],
  ];
  const parts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['overview', () => stats.overview()],
    ['trend of a week', () => stats.trend({ days: 7 })],
    ['trend of a year', () => stats.trend({ days: 366 })],
    ['trend of a workflow, a month', () => stats.trend({ days: 30, workflow: workflow() })],
    ['workflows, a month', () => stats.workflows({ days: 30 })],
    ['workflows, a quarter', () => stats.workflows({ days: 92, sort: 'least_reliable' })],
    ['failures, a month', () => stats.failures({ days: 30 })],
    ['failures of a workflow, a quarter', () => stats.failures({ days: 92, workflow: workflow() })],
    ['retries, a month', () => stats.retries({})],
    ['steps of a workflow, a month', () => stats.steps({ workflow: workflow() })],
  ];
  const dashboard = () =>
    Promise.all([
      stats.overview(),
      stats.trend({ days: 7 }),
      stats.workflows({ days: 7 }),
      stats.failures({ days: 7 }),
      stats.retries({ days: 7 }),
      stats.next({}),
      runs.list({ states: [...liveRunStatuses], limit: 20 }),
    ]);
  return [
    ...lists.map(([what, input]) => ({ what: `runs ${what}`, atMost: PAGE_MS, ask: () => runs.list(input()) })),
    ...parts.map(([what, ask]) => ({ what: `stats: ${what}`, atMost: DASHBOARD_MS, ask })),
    { what: 'the whole dashboard, all at once', atMost: DASHBOARD_MS, ask: dashboard },
  ];
}
