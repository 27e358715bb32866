import { Notification } from 'electron';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { App } from '../app.ts';

interface RunNotificationsOptions {
  readonly client: EngineClient;
  /** False while the person looks at Pawl, or wants none. */
  isWanted(): boolean;
  openRun(runId: string): void;
  onFault(error: unknown): void;
}

/** Tells when a run has failed or needs a person. Returns what ends that. */
export function notifyOfRuns(app: App, options: RunNotificationsOptions): () => void {
  const { client, isWanted, openRun, onFault } = options;
  // Held as long as it may be clicked: a notification that is collected loses its listeners.
  const shown = new Set<Notification>();

  async function tell(
    runId: string,
    title: (workflow: string) => string,
    buttons: readonly { label: string; click(): void }[],
  ): Promise<void> {
    if (!isWanted() || !Notification.isSupported()) return;
    const run = await client.runs.get({ run: runId });
    const notification = new Notification({
      title: title(run.workflow),
      body: run.error?.message ?? run.reason ?? '',
      actions: buttons.map(({ label }) => ({ type: 'button', text: label })),
    });
    shown.add(notification);
    notification.once('click', () => openRun(runId));
    notification.once('action', (details) => buttons[details.actionIndex]?.click());
    notification.once('close', () => shown.delete(notification));
    notification.show();
  }

  return app.engine.listen(({ runId, event }) => {
    const show = { label: 'Show', click: () => openRun(runId) };
    const retry = { label: 'Retry', click: () => void client.runs.retry({ run: runId }).then(({ runId: next }) => openRun(next), onFault) };
    if (event.type === 'run.finished' && (event.status === 'failed' || event.status === 'timed_out')) {
      tell(runId, (workflow) => `${workflow} ${event.status === 'failed' ? 'failed' : 'timed out'}`, [show, retry]).catch(onFault);
    } else if (event.type === 'step.unknown') {
      tell(runId, (workflow) => `${workflow} needs a decision`, [show]).catch(onFault);
    }
  });
}
