import type { MenuItemConstructorOptions } from 'electron';
import type { Activity } from './activity.ts';

export interface TrayActions {
  open(): void;
  openRun(runId: string): void;
  quickRun(): void;
  fire(trigger: string): void;
  cancel(runId: string): void;
  quit(): void;
}

const mostTriggers = 12;
const mostRuns = 8;

/** Quick triggers, what runs with a way to stop it, and the way back to the window. */
export function trayMenu({ runs, manualTriggers }: Activity, actions: TrayActions): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    { id: 'open', label: 'Open Pawl', click: actions.open },
    { id: 'quick-run', label: 'Quick run…', click: actions.quickRun },
    separator,
    ...(manualTriggers.length === 0
      ? [{ label: 'No manual triggers', enabled: false }]
      : manualTriggers.slice(0, mostTriggers).map(({ id, label }) => ({
          id: `fire:${id}`,
          label: `Run ${plain(label)}`,
          click: () => actions.fire(id),
        }))),
    separator,
    ...(runs.length === 0
      ? [{ label: 'Nothing is running', enabled: false }]
      : runs.slice(0, mostRuns).map(({ runId, workflow, state }) => ({
          id: `run:${runId}`,
          label: `${plain(workflow)} (${state.replaceAll('_', ' ')})`,
          submenu: [
            { id: `show:${runId}`, label: 'Show', click: () => actions.openRun(runId) },
            { id: `cancel:${runId}`, label: 'Cancel', click: () => actions.cancel(runId) },
          ],
        }))),
    separator,
    { id: 'quit', label: 'Quit Pawl', click: actions.quit },
  ];
}

/** A menu takes `&` for the mark of a key, and a name may be as long as a page. */
function plain(name: string): string {
  const short = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  return short.replaceAll('&', '&&');
}
