import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { defaultEngineSettings } from '../../shared/lib/engine-settings.ts';
import { type Hosted, startHosted } from '../support/hosted-app.ts';

let hosted: Hosted;
let client: EngineClient;
beforeEach(async () => {
  hosted = await startHosted();
  client = hosted.client;
});
afterEach(() => hosted.close());

describe('the settings of a data folder', () => {
  it('are what was set last, over a restart', async () => {
    expect(await client.settings.get()).toEqual(defaultEngineSettings);
    const retention = { ...defaultEngineSettings.retention, wentWell: { keep: 2, days: 5 } };
    expect(await client.settings.set({ retention })).toEqual({ ...defaultEngineSettings, retention });
    expect(await client.settings.set({ backupsKept: 3 })).toEqual({ retention, backupsKept: 3 });
    await hosted.close();
    hosted = await startHosted({ dataDir: hosted.dataDir });
    expect(await hosted.client.settings.get()).toEqual({ retention, backupsKept: 3 });
  });

  it('refuse what makes no sense', async () => {
    const { retention } = defaultEngineSettings;
    await expect(client.settings.set({ backupsKept: 0 })).rejects.toThrow();
    await expect(client.settings.set({ retention: { ...retention, journalDays: -1 } })).rejects.toThrow();
  });

  it('decide what a vacuum keeps', async () => {
    await client.workflows.import({ text: 'name: Tick\nsteps: [{ id: a, action: log, with: { message: hi } }]', trust: true });
    for (let count = 0; count < 4; count++) {
      const { runId } = await client.workflows.execute({ workflow: 'Tick' });
      for await (const _update of await client.runs.follow({ run: runId }));
    }
    await client.settings.set({ retention: { ...defaultEngineSettings.retention, wentWell: { keep: 2, days: 30 } } });
    expect((await client.system.vacuum()).runs).toBe(2);
    expect((await client.runs.list({})).items).toHaveLength(2);
  });
});

describe('the data folder', () => {
  it('tells its backups and its size', async () => {
    expect((await client.system.backups()).items).toEqual([]);
    const { file, bytes } = await client.system.backup();
    expect((await client.system.backups()).items).toMatchObject([{ file, bytes, label: 'by-hand' }]);
    const space = await client.system.space();
    expect(space.backups).toBe(bytes);
    expect(space.database).toBeGreaterThan(0);
    expect(space.free).toBeGreaterThan(0);
  });
});

describe('a week of the schedules', () => {
  const nightly =
    'name: Night\ntriggers: [{ id: night, type: schedule, config: { cron: 0 3 * * *, timezone: UTC, catchUp: once } }]\nsteps: [{ id: a, action: log, with: { message: hi } }]';

  it('tells each time, and what becomes of those that a sleeping machine misses', async () => {
    await client.workflows.import({ text: nightly, trust: true });
    const from = '2026-03-02T12:00:00.000Z';
    const { items, more } = await client.triggers.week({ from });
    expect(more).toBe(false);
    expect(items.map(({ at }) => at.slice(0, 13))).toEqual(['03', '04', '05', '06', '07', '08', '09'].map((day) => `2026-03-${day}T03`));
    const asleep = [{ from: '2026-03-02T22:00:00.000Z', to: '2026-03-05T08:00:00.000Z' }];
    const tired = (await client.triggers.week({ from, asleep })).items;
    expect(tired.slice(0, 2)).toMatchObject([
      { verdict: 'missed', missedCount: 2, at: '2026-03-05T08:00:00.000Z' },
      { verdict: 'started', slot: '2026-03-05T03:00:00.000Z', at: '2026-03-05T08:00:00.000Z' },
    ]);
  });

  it('is told in the days and by the clock of a zone, with the nights that the machine sleeps there', async () => {
    await client.workflows.import({ text: nightly, trust: true });
    const week = await client.triggers.week({ from: '2026-03-28', zone: 'Europe/Berlin', night: { from: '23:00', to: '07:00' } });
    expect(week).toMatchObject({
      zone: 'Europe/Berlin',
      from: '2026-03-27T23:00:00.000Z',
      until: '2026-04-03T22:00:00.000Z',
      shifts: [{ at: '2026-03-29T01:00:00.000Z', minutes: 60 }],
      schedules: [{ trigger: 'Night/night', zone: 'UTC', catchUp: 'once' }],
    });
    expect(week.days.map(({ date }) => date.slice(-2))).toEqual(['28', '29', '30', '31', '01', '02', '03']);
    expect(week.items.slice(0, 2)).toMatchObject([
      { at: '2026-03-28T06:00:00.000Z', slot: '2026-03-28T03:00:00.000Z', late: true },
      { at: '2026-03-29T05:00:00.000Z', slot: '2026-03-29T03:00:00.000Z', late: true },
    ]);
    await expect(client.triggers.week({ zone: 'Moon' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('leaves out what is off or paused', async () => {
    await client.workflows.import({ text: nightly, trust: true });
    await client.triggers.pause({ trigger: 'Night/night' });
    expect((await client.triggers.week({})).items).toEqual([]);
    await client.triggers.resume({ trigger: 'Night/night' });
    await client.workflows.setEnabled({ workflow: 'Night', enabled: false });
    expect((await client.triggers.week({})).items).toEqual([]);
  });
});

describe('pausing all triggers', () => {
  it('starts nothing, over a restart, and gives each back what held for it', async () => {
    const text = (name: string) =>
      `name: ${name}\ntriggers: [{ id: go, type: manual }]\nsteps: [{ id: a, action: log, with: { message: hi } }]`;
    await client.workflows.import({ text: text('One'), trust: true });
    await client.workflows.import({ text: text('Two'), trust: true });
    await client.triggers.pause({ trigger: 'Two/go' });
    expect(await client.triggers.setAllPaused({ paused: true })).toEqual({ allPaused: true });
    await hosted.close();
    hosted = await startHosted({ dataDir: hosted.dataDir });
    client = hosted.client;
    const all = await client.triggers.list({});
    expect(all.allPaused).toBe(true);
    expect(all.items.map(({ paused }) => paused)).toEqual([true, true]);
    await client.triggers.setAllPaused({ paused: false });
    expect((await client.triggers.list({})).items.map(({ id, paused }) => [id, paused])).toEqual([
      ['One/go', false],
      ['Two/go', true],
    ]);
  });
});
