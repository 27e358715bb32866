import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../shared/lib/json.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { MemoryTriggerPorts } from '../../test/support/memory-trigger-ports.ts';
import { until } from '../../test/support/until.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { ArmedTrigger } from './trigger-ports.ts';
import { createTriggerSupervisor, type TriggerSupervisor } from './trigger-supervisor.ts';

let root: string;
let ports: MemoryTriggerPorts;
let supervisor: TriggerSupervisor;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-supervisor-')));
  ports = new MemoryTriggerPorts();
  supervisor = createTriggerSupervisor({ ports, clock: systemClock });
});
afterEach(async () => {
  await supervisor.close();
  rmSync(root, { recursive: true, force: true });
});

const triggerOf = (type: string, config: JsonObject = {}, more: Partial<ArmedTrigger> = {}): ArmedTrigger => ({
  key: `w/${type}`,
  workflowId: 'w',
  triggerId: type,
  type,
  config,
  workingDirectory: root,
  paused: false,
  ...more,
});

describe('the trigger supervisor', () => {
  it('lists what is armed with its health and its next firing', async () => {
    await supervisor.arm(triggerOf('file_change', { path: '*' }));
    await supervisor.arm(triggerOf('schedule', { cron: '@daily' }));
    await supervisor.arm(triggerOf('manual'));
    expect(supervisor.armed().map(({ key, health }) => [key, health])).toEqual([
      ['w/file_change', 'armed'],
      ['w/schedule', 'armed'],
      ['w/manual', 'armed'],
    ]);
    expect(supervisor.armed()[1]?.nextFiringAt).toBeGreaterThan(Date.now());
  });

  it('shows a type of a later release, an unknown type and a bad config as failing, each with its reason', async () => {
    await supervisor.arm(triggerOf('webhook'));
    await supervisor.arm(triggerOf('moon'));
    await supervisor.arm(triggerOf('schedule', { cron: 'at noon' }));
    const shown = supervisor.armed();
    expect(shown.map(({ health }) => health)).toEqual(['failing', 'failing', 'failing']);
    expect(shown.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('local server'),
      expect.stringContaining('"moon"'),
      expect.stringContaining('5 fields'),
    ]);
  });

  it('journals what a paused trigger would have done, and starts nothing', async () => {
    await supervisor.arm(triggerOf('file_change', { path: '*', settle: '20ms' }, { paused: true }));
    writeFileSync(join(root, 'a.txt'), 'x');
    await until(() => ports.journal.length > 0, 'the row');
    expect(ports.journal.map((row) => row.verdict)).toEqual(['paused']);
  });

  it('closes an open breaker when the trigger is armed again', async () => {
    const trigger = triggerOf('file_change', { path: '*', settle: '10ms', maxRunsPerMinute: 1 });
    await supervisor.arm(trigger);
    for (const name of ['a', 'b']) {
      const rows = ports.journal.length;
      writeFileSync(join(root, name), 'x');
      await until(() => ports.journal.length > rows, 'the row');
    }
    expect(supervisor.armed()[0]).toMatchObject({ health: 'failing', reason: expect.stringContaining('paused') });
    await supervisor.arm(trigger);
    expect(supervisor.armed()[0]?.health).toBe('armed');
    writeFileSync(join(root, 'c'), 'x');
    await until(() => ports.rows('started').length === 2, 'the second run');
  });

  it('fires nothing once disarmed', async () => {
    const clock = new FakeClock();
    const fake = createTriggerSupervisor({ ports, clock });
    await fake.arm(triggerOf('schedule', { cron: '* * * * *' }));
    await clock.advance(60_000);
    await fake.disarm('w/schedule');
    await clock.advance(600_000);
    expect(ports.rows('started')).toHaveLength(1);
    expect(fake.armed()).toEqual([]);
    expect(ports.health.at(-1)?.health).toBe('disarmed');
  });
});
