import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/lib/json.ts';
import type { Verdict } from '../../../shared/triggers/journal.ts';
import { type TriggerDocument, workflowSchema } from '../../../shared/workflow/schema.ts';
import type { Store } from '../../store/store.ts';
import { addRun, addWorkflow, makeDataDir, openTestStore } from '../../store/test-store.ts';
import type { WorkflowRow } from '../../store/workflows-table.ts';
import { type BacktestParts, backtest } from './backtest.ts';
import { BacktestRefused, type BacktestSubject, type Replay } from './past.ts';

let dataDir: string;
let store: Store;
let workflow: WorkflowRow;
let triggerKey: number;
beforeEach(async () => {
  dataDir = makeDataDir();
  store = openTestStore(dataDir);
  workflow = await addWorkflow(store, 'Tidy');
  triggerKey = await store.write(() => store.triggers.ensure(workflow.key, 'one').key);
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true });
});

const start = Date.parse('2026-11-02T00:00:00Z');
const period = { from: start, until: start + 14 * 86_400_000 };
const minutes = (count: number): number => start + count * 60_000;

function subject(trigger: Omit<TriggerDocument, 'id'>, settings: object = {}): BacktestSubject {
  const document = workflowSchema.parse({ name: 'Tidy', settings, steps: [{ id: 'a', action: 'log', with: { message: 'hi' } }] });
  return {
    trigger: { ...trigger, id: 'one' },
    document,
    workflow,
    triggerKey,
    armed: { ...trigger, id: 'one' },
    workingDirectory: '/home/ada',
  };
}

function test(one: BacktestSubject, evaluate: BacktestParts['events']['evaluate'] = () => true): Promise<Replay> {
  const parts: BacktestParts = {
    store,
    now: () => 0,
    events: { evaluate, workflowOf: (runId) => (runId === 'ours' ? workflow.id : '') },
    render: (value) => value as JsonObject,
    sealInputs: (_document, inputs) => inputs,
    concurrencyKeyOf: async () => undefined,
  };
  return backtest(parts, one, period);
}

async function record(at: number, verdict: Verdict, data: JsonObject, more: { reason?: string; dedupeKey?: string } = {}): Promise<void> {
  const dedupeKey = more.dedupeKey ?? `${at}`;
  await store.write(() => store.firings.insert({ triggerKey, dedupeKey, verdict, reason: more.reason ?? null, runKey: null, data, at }));
}

async function publish(at: number, name: string, source = 'cli'): Promise<void> {
  await store.write(() => store.published.append({ id: `${name}${at}`, name, data: {}, source, at }));
}

const file = (name: string, at: number, event = 'change'): JsonObject => {
  const gone = event === 'unlink';
  const path = `/home/ada/${name}`;
  return {
    filePath: path,
    fileName: name,
    relativePath: name,
    dir: '/home/ada',
    event,
    size: gone ? null : 1,
    mtime: gone ? null : new Date(at).toISOString(),
  };
};
const saved = (name: string, at: number, event?: string): JsonObject => ({ ...file(name, at, event), files: [file(name, at, event)] });

const verdicts = ({ rows }: Replay) => rows.map(({ would }) => would?.verdict);

describe('a back-test of events', () => {
  it('opens the breaker as the armed trigger would, and keeps it open', async () => {
    for (const at of [0, 0.1, 0.2, 30]) await publish(minutes(at), 'order.created');
    const trigger = { type: 'event', config: { name: 'order.*', maxRunsPerMinute: 2 } };
    const told = await test(subject(trigger));
    expect(verdicts(told)).toEqual(['started', 'started', 'breaker_open', 'breaker_open']);
    expect(told.rows[2]?.would?.reason).toContain('More than 2 runs started within a minute');
  });

  it('knows what its own runs have published, and does not take what is told of a run that is gone for it', async () => {
    await publish(minutes(1), 'order.created', 'run:ours');
    await publish(minutes(2), 'order.created', 'run:gone');
    const trigger = { type: 'event', config: { name: 'order.*' } };
    expect(verdicts(await test(subject(trigger)))).toEqual(['own_output', 'started']);
    const unsaved = await test({ ...subject(trigger), workflow: undefined, triggerKey: undefined });
    expect(verdicts(unsaved)).toEqual(['started', 'started']);
  });

  it('leaves a run out where the workflow skips while it is busy, for as long as its runs take', async () => {
    const settings = { concurrency: { limit: 1, whenBusy: 'skip' } };
    await store.write(() => addRun(store, workflow, { queuedAt: minutes(10), endedAt: minutes(15) }));
    for (const at of [1, 3, 9, 12, 16]) await publish(minutes(at), 'order.created');
    const told = await test(subject({ type: 'event', config: { name: 'order.*' } }, settings));
    // Each takes five minutes, as the one that is known; the run by hand is in the way from the tenth to the fifteenth.
    expect(verdicts(told)).toEqual(['started', 'skipped', 'started', 'skipped', 'started']);
    expect(told.notes.join(' ')).toContain('an estimate');
  });

  it('lets those that come while one waits join it, where the workflow coalesces', async () => {
    for (const at of [1, 1.1, 1.2]) await publish(minutes(at), 'order.created');
    const settings = { concurrency: { limit: 1, whenBusy: 'coalesce' } };
    const told = await test(subject({ type: 'event', config: { name: 'order.*' } }, settings));
    expect(verdicts(told), 'how long runs take is not known').toEqual(['started', 'started', 'started']);
    expect(told.notes.join(' ')).toContain('not known yet');
  });
});

describe('a back-test of files', () => {
  it('takes a burst together as batch: all would, and apart as each would', async () => {
    for (const [index, name] of ['a', 'b', 'c'].entries())
      await record(minutes(1) + index * 300, 'started', saved(name, minutes(1) + index * 100));
    await record(minutes(5), 'started', saved('d', minutes(5)));
    const config = { path: '**', settle: '2s' };
    const apart = await test(subject({ type: 'file_change', config }));
    expect(apart.rows.map(({ would }) => would?.runs)).toEqual([1, 1, 1, 1]);
    const all = await test(subject({ type: 'file_change', config: { ...config, batch: 'all' } }));
    expect(all.rows.map(({ what, would }) => [what, would?.verdict, would?.runs])).toEqual([
      ['a changed', 'started', 1],
      ['b changed', 'coalesced', 0],
      ['c changed', 'coalesced', 0],
      ['d changed', 'started', 1],
    ]);
  });

  it('makes one change of several of a file within a longer settle time', async () => {
    for (const at of [0, 1000, 2000]) await record(minutes(1) + at, 'started', saved('a', minutes(1) + at));
    const told = await test(subject({ type: 'file_change', config: { path: '**', settle: '5s' } }));
    expect(verdicts(told)).toEqual(['coalesced', 'coalesced', 'started']);
  });

  it('keeps what a run of the workflow wrote, leaves out what was fired by hand, and counts each file of a burst', async () => {
    await record(minutes(1), 'own_output', saved('a', minutes(1)), { reason: 'Written by run r1 of this workflow' });
    await record(minutes(2), 'started', { anything: true }, { dedupeKey: 'fired:x' });
    const burst = [file('b.ts', minutes(3)), file('b.txt', minutes(3)), file('gone.ts', minutes(3), 'unlink')];
    await record(minutes(3), 'started', { ...burst[0], files: burst });
    const told = await test(subject({ type: 'file_change', config: { path: '*.ts', settle: 0 } }));
    expect(told.rows.map(({ what, would }) => [what, would?.verdict, would?.reason])).toEqual([
      ['a changed', 'filtered', 'the path does not fit *.ts'],
      ['b.ts changed and 2 more', 'started', '1 of 3 files; of the others: the path does not fit *.ts'],
    ]);
    expect(told.notes.join(' ')).toContain('One firing by hand is left out');
    const wider = await test(subject({ type: 'file_change', config: { path: '**', settle: 0 } }));
    expect(wider.rows[0]?.would).toMatchObject({ verdict: 'own_output', reason: 'Written by run r1 of this workflow' });
  });
});

describe('a back-test of a schedule', () => {
  it('fires at the times of the edited schedule, over a change of the clocks, beside what the one of then did', async () => {
    const slot = Date.parse('2026-11-03T02:00:00Z');
    await record(slot, 'started', { scheduledTime: new Date(slot).toISOString(), missedCount: 0, timezone: 'UTC' });
    const trigger = { type: 'schedule', config: { cron: '0 3 * * mon', timezone: 'Europe/Berlin' } };
    const told = await test(subject(trigger));
    expect(told.rows.map(({ what, was, would }) => [what, was?.verdict, would?.verdict])).toEqual([
      ['2026-11-02 03:00 Europe/Berlin', undefined, 'started'],
      ['2026-11-03 03:00 Europe/Berlin', 'started', undefined],
      ['2026-11-09 03:00 Europe/Berlin', undefined, 'started'],
    ]);
  });

  it('sleeps where the journal shows that the machine did', async () => {
    const trigger = { type: 'schedule', config: { cron: '0 * * * *', timezone: 'UTC', catchUp: 'once' } };
    const last = minutes(5 * 60);
    await record(last + 40 * 60_000, 'missed', {
      scheduledTime: new Date(last - 3_600_000).toISOString(),
      missedCount: 3,
      timezone: 'UTC',
    });
    await record(
      last + 40 * 60_000,
      'started',
      { scheduledTime: new Date(last).toISOString(), missedCount: 3, timezone: 'UTC' },
      { dedupeKey: 'x' },
    );
    const told = await test(subject(trigger));
    const early = told.rows.filter(({ at }) => at <= last + 3_600_000);
    expect(early.map(({ at, what, was, would }) => [(at - start) / 60_000, what.slice(-9, -4), was?.verdict, would?.verdict])).toEqual([
      [60, '01:00', undefined, 'started'],
      [340, '04:00', 'missed', 'missed'],
      [340, '05:00', 'started', 'started'],
      [360, '06:00', undefined, 'started'],
    ]);
    const all = await test({ ...subject({ ...trigger, config: { ...trigger.config, catchUp: 'all' } }), armed: trigger });
    expect(all.rows.filter(({ at, would }) => at === minutes(340) && would?.verdict === 'started')).toHaveLength(4);
  });
});

describe('a back-test of requests', () => {
  it('takes those of its address, each delivery once', async () => {
    const request = (path: string, id: string | null): JsonObject => ({
      path,
      method: 'POST',
      id,
      headers: {},
      query: {},
      body: null,
      rawBody: '',
    });
    await record(minutes(1), 'started', request('deploy', 'd1'));
    await record(minutes(2), 'filtered', request('deploy', 'd1'));
    await record(minutes(3), 'started', request('other', null));
    const told = await test(subject({ type: 'webhook', config: { path: 'deploy', secret: 'eight-letters' } }));
    expect(verdicts(told)).toEqual(['started', 'coalesced', 'filtered']);
    expect(told.notes.join(' ')).toContain('Signatures are not kept');
  });
});

it('refuses a config that no trigger could be armed with', async () => {
  await expect(test(subject({ type: 'event', config: {} }))).rejects.toThrow(BacktestRefused);
});

it('looks at the latest ten thousand records, and says since when', async () => {
  await store.write(() => {
    for (let number = 0; number < 10_600; number++)
      store.published.append({ id: `e${number}`, name: 'order.created', data: {}, source: 'cli', at: start + number * 60_000 });
  });
  const told = await test(subject({ type: 'event', config: { name: 'order.*', maxRunsPerMinute: 100_000 } }));
  expect(told.rows).toHaveLength(10_000);
  expect(told.cutAt).toBe(told.rows[0]?.at);
});
