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
  /** Why there is none any more, in words for the person; undefined while there is one, and before the first. */
  readonly lostBecause: string | undefined;
  opened(app: App): Live;
  lost(why: string): void;
}

/** The engine as it is at the moment: it comes after the window, and may be lost and opened again. */
export function createLiveEngine(): LiveEngine {
  let now: Live | undefined;
  let lostBecause: string | undefined;
  let next = Promise.withResolvers<Live>();
  return {
    get now() {
      return now;
    },
    get lostBecause() {
      return lostBecause;
    },
    whenOpen: () => (now === undefined ? next.promise : Promise.resolve(now)),
    opened(app) {
      lostBecause = undefined;
      now = { app, client: createRouterClient(app.router) };
      next.resolve(now);
      return now;
    },
    lost(why) {
      lostBecause = why;
      if (now === undefined) return;
      now = undefined;
      next = Promise.withResolvers();
    },
  };
}
