import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { App } from '../app.ts';

export interface Live {
  readonly app: App;
  readonly client: EngineClient;
}

export interface LiveEngine {
  /** Undefined while there is none: before the first start, and while the data folder is opened again. */
  readonly now: Live | undefined;
  whenOpen(): Promise<Live>;
  opened(app: App): Live;
  lost(): void;
}

/** The engine as it is at the moment: it comes after the window, and may be lost and opened again. */
export function createLiveEngine(): LiveEngine {
  let now: Live | undefined;
  let next = Promise.withResolvers<Live>();
  return {
    get now() {
      return now;
    },
    whenOpen: () => (now === undefined ? next.promise : Promise.resolve(now)),
    opened(app) {
      now = { app, client: createRouterClient(app.router) };
      next.resolve(now);
      return now;
    },
    lost() {
      now = undefined;
      next = Promise.withResolvers();
    },
  };
}
