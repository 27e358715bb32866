import { app, powerMonitor } from 'electron';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { confirmQuit } from './confirm-quit.ts';

interface QuitOptions {
  /** What is under way now. */
  runs(): Promise<readonly RunSummary[]>;
  readonly canHide: () => boolean;
  hideWindows(): void;
  /** Everything is closed and written. */
  close(): Promise<void>;
  onFault(error: unknown): void;
}

/** Quitting says what is still running, then waits for what is being written. A signal or a system that shuts down asks nobody. */
export function quitInOrder({ runs, canHide, hideWindows, close, onFault }: QuitOptions): void {
  let state: 'open' | 'asking' | 'closing' | 'closed' = 'open';

  async function ask(): Promise<'quit' | 'hide' | 'stay'> {
    const underWay = await runs();
    return underWay.length === 0 ? 'quit' : confirmQuit(underWay, canHide());
  }

  async function quit(asks: boolean): Promise<void> {
    if (state === 'closing' || state === 'closed' || (state === 'asking' && asks)) return;
    state = 'asking';
    const choice = asks ? await ask() : 'quit';
    // A signal waits for no answer.
    if (hasBegunToClose()) return;
    if (choice !== 'quit') {
      state = 'open';
      if (choice === 'hide') hideWindows();
      return;
    }
    state = 'closing';
    hideWindows();
    await close().catch(onFault);
    state = 'closed';
    app.quit();
  }
  const hasBegunToClose = (): boolean => state === 'closing' || state === 'closed';
  const start = (asks: boolean): void => void quit(asks).catch(onFault);

  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    start(true);
  });
  powerMonitor.on('shutdown', () => start(false));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => start(false));
}
