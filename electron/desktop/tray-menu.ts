import type { MenuItemConstructorOptions } from 'electron';
import type { Activity } from './activity.ts';

export interface TrayActions {
  open(): void;
  openRun(runId: string): void;
  openInbox(): void;
  start(workflow: string): void;
  pauseAll(paused: boolean): void;
  quickRun(): void;
  fire(trigger: string): void;
  cancel(runId: string): void;
  quit(): void;
}

const mostTriggers = 12;
const mostRuns = 8;

/** What waits for the person, favourites and quick triggers, what runs with a way to stop it, and the way back to the window. */
export function trayMenu(activity: Activity, actions: TrayActions): MenuItemConstructorOptions[] {
  const { runs, manualTriggers, favourites, waitingForPerson, allTriggersPaused } = activity;
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  // One line for each workflow: its trigger by hand does what starting it does.
  const others = manualTriggers.filter(({ label }) => !favourites.includes(label));
  return [
    { id: 'open', label: 'Open Pawl', click: actions.open },
    { id: 'quick-run', label: 'Quick run…', click: actions.quickRun },
    ...(waitingForPerson === 0 ? [] : [{ id: 'inbox', label: `Waiting for you: ${waitingForPerson}`, click: actions.openInbox }]),
    separator,
    ...favourites.slice(0, mostTriggers).map((workflow) => ({
      id: `start:${workflow}`,
      label: `Run ${plain(workflow)}`,
      click: () => actions.start(workflow),
    })),
    ...(favourites.length + others.length === 0
      ? [{ label: 'No favourites or manual triggers', enabled: false }]
      : others.slice(0, mostTriggers).map(({ id, label }) => ({
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
    {
      id: 'pause-all',
      type: 'checkbox',
      label: 'Pause all triggers',
      checked: allTriggersPaused,
      click: () => actions.pauseAll(!allTriggersPaused),
    },
    { id: 'quit', label: 'Quit Pawl', click: actions.quit },
  ];
}

/** A menu takes `&` for the mark of a key, and a name may be as long as a page. */
function plain(name: string): string {
  const short = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  return short.replaceAll('&', '&&');
}
