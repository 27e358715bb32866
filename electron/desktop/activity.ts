import type { EngineClient } from '../../shared/contract/contract.ts';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import type { App } from '../app.ts';

/** What the tray, the badge and the question before quitting tell. */
export interface Activity {
  /** Queued, running, paused, waiting or in need of a person; newest first. */
  readonly runs: readonly RunSummary[];
  /** `workflow/trigger` of those that a person may start. */
  readonly manualTriggers: readonly { readonly id: string; readonly label: string }[];
  /** Names of workflows that are kept at hand and switched on. */
  readonly favourites: readonly string[];
  /** Interrupted steps, approvals and escalations that a person has to answer. */
  readonly waitingForPerson: number;
  readonly allTriggersPaused: boolean;
}

export const idle: Activity = { runs: [], manualTriggers: [], favourites: [], waitingForPerson: 0, allTriggersPaused: false };

/** Steps after which something may wait for a person, or wait no more. */
const answerable = new Set(['step.unknown', 'step.waiting', 'step.woken', 'step.asked', 'step.answered', 'step.decided']);

/** Changes that come together are read once. */
const settleMs = 200;
/** Other commands import and enable workflows, which nobody tells of. */
const pollMs = 5000;

/** Reads what goes on whenever something has happened, and tells it. Returns what ends that. */
export function watchActivity(
  app: App,
  client: EngineClient,
  { onChange, onFault }: { onChange(activity: Activity): void; onFault(error: unknown): void },
): { refresh(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function refresh(): void {
    if (isStopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      readActivity(client)
        .then((activity) => {
          if (!isStopped) onChange(activity);
        })
        .catch(onFault);
    }, settleMs);
  }

  const stopListening = app.engine.listen(({ event }) => {
    if (event.type.startsWith('run.') || answerable.has(event.type)) refresh();
  });
  const poll = setInterval(refresh, pollMs);
  refresh();
  return {
    refresh,
    stop() {
      isStopped = true;
      stopListening();
      clearInterval(poll);
      clearTimeout(timer);
    },
  };
}

export async function readActivity(client: EngineClient): Promise<Activity> {
  const [runs, triggers, favourites, waiting] = await Promise.all([
    client.runs.list({ states: ['queued', 'running', 'paused', 'waiting', 'needs_attention'], limit: 20 }),
    client.triggers.list({}),
    client.workflows.list({ favourite: true, enabled: true, limit: 50 }),
    client.inbox.count(),
  ]);
  const manual = triggers.items.filter(({ type, enabled }) => type === 'manual' && enabled);
  const count = (workflow: string): number => manual.filter((trigger) => trigger.workflow === workflow).length;
  return {
    runs: runs.items,
    manualTriggers: manual.map(({ id, workflow }) => ({ id, label: count(workflow) === 1 ? workflow : id })),
    favourites: favourites.items.map(({ name }) => name),
    waitingForPerson: waiting.open,
    allTriggersPaused: triggers.allPaused,
  };
}
