import { whenConnected } from './engine.ts';
import { EngineAway } from './engine-away.ts';

/** Asks something that changes nothing: once the engine is there, and again when it goes before it has answered. */
export async function askWhenBack<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    await whenConnected();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof EngineAway)) throw error;
    }
  }
}
