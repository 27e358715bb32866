import { describe, expect, it, vi } from 'vitest';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { idle } from './activity.ts';
import { type TrayActions, trayMenu } from './tray-menu.ts';

function makeActions(): TrayActions {
  return {
    open: vi.fn(),
    openRun: vi.fn(),
    openInbox: vi.fn(),
    quickRun: vi.fn(),
    start: vi.fn(),
    fire: vi.fn(),
    cancel: vi.fn(),
    pauseAll: vi.fn(),
    quit: vi.fn(),
  };
}

const run: RunSummary = {
  runId: 'abcdefghjk',
  workflow: 'Backup & more',
  workflowId: 'w',
  version: '1.0.0',
  state: 'needs_attention',
  reason: null,
  dryRun: false,
  createdAt: '2026-11-20T09:00:00.000Z',
  startedAt: null,
  endedAt: null,
  durationMs: null,
  triggeredBy: 'manual',
  error: null,
};

describe('the menu of the tray', () => {
  it('says so when nothing runs and nothing can be fired', () => {
    const labels = trayMenu(idle, makeActions()).map(({ label }) => label);
    expect(labels).toContain('Nothing is running');
    expect(labels).toContain('No favourites or manual triggers');
  });

  it('fires a trigger, and shows and cancels a run', () => {
    const actions = makeActions();
    const menu = trayMenu({ ...idle, runs: [run], manualTriggers: [{ id: 'Backup/by_hand', label: 'Backup' }] }, actions);
    const click = (id: string): void => {
      const all = menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])]);
      const found = all.find((item) => item.id === id);
      (found?.click as (() => void) | undefined)?.();
    };
    click('fire:Backup/by_hand');
    click('show:abcdefghjk');
    click('cancel:abcdefghjk');
    expect(actions.fire).toHaveBeenCalledWith('Backup/by_hand');
    expect(actions.openRun).toHaveBeenCalledWith('abcdefghjk');
    expect(actions.cancel).toHaveBeenCalledWith('abcdefghjk');
    expect(menu.find(({ id }) => id === 'run:abcdefghjk')?.label).toBe('Backup && more (needs attention)');
  });

  it('has one line for a favourite, and leads to what waits for the person', () => {
    const actions = makeActions();
    const manualTriggers = [
      { id: 'Backup/by_hand', label: 'Backup' },
      { id: 'Tidy/by_hand', label: 'Tidy' },
    ];
    const menu = trayMenu({ ...idle, manualTriggers, favourites: ['Backup', 'Report'], waitingForPerson: 2 }, actions);
    expect(menu.map(({ label }) => label).filter((label) => label?.startsWith('Run '))).toEqual(['Run Backup', 'Run Report', 'Run Tidy']);
    (menu.find(({ id }) => id === 'start:Report')?.click as (() => void) | undefined)?.();
    expect(actions.start).toHaveBeenCalledWith('Report');
    (menu.find(({ label }) => label === 'Waiting for you: 2')?.click as (() => void) | undefined)?.();
    expect(actions.openInbox).toHaveBeenCalled();
  });

  it.each([true, false])('turns the pause of all triggers around, which was %s', (allTriggersPaused) => {
    const actions = makeActions();
    const item = trayMenu({ ...idle, allTriggersPaused }, actions).find(({ id }) => id === 'pause-all');
    expect(item?.checked).toBe(allTriggersPaused);
    (item?.click as (() => void) | undefined)?.();
    expect(actions.pauseAll).toHaveBeenCalledWith(!allTriggersPaused);
  });
});
