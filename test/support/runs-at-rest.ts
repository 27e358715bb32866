import type { EngineClient } from '../../shared/contract/contract.ts';
import type { InboxDecision, InboxItem } from '../../shared/contract/inbox.ts';
import type { RunView } from '../../shared/contract/run-view.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { until } from './until.ts';

/** Runs of an app, each followed until it has ended or waits for a person. */
export interface Runs {
  start(request: Parameters<EngineClient['runs']['start']>[0]): Promise<RunView>;
  /** The only open item of the inbox. */
  asked(): Promise<InboxItem>;
  /** Answers it; gives the run that goes on. */
  answer(decision: InboxDecision, more?: { readonly fields?: JsonObject; readonly comment?: string }): Promise<RunView>;
  /** The data of the events of this name, oldest first. */
  events(name: string): Promise<readonly unknown[]>;
}

export function runsOf(client: EngineClient): Runs {
  const rested = async (runId: string): Promise<RunView> => {
    // A run that has just been answered still says that it waits.
    const isAtRest = async () => {
      const { state } = await client.runs.get({ run: runId });
      if (['queued', 'running'].includes(state)) return false;
      return state !== 'waiting' || (await client.inbox.list({ run: runId })).items.length > 0;
    };
    await until(isAtRest, `the end of ${runId}`, 20_000);
    return client.runs.get({ run: runId });
  };
  const asked = async (): Promise<InboxItem> => {
    const { items } = await client.inbox.list({});
    const [item] = items;
    if (item === undefined || items.length > 1) throw new Error(`${items.length} items are open`);
    return item;
  };
  return {
    asked,
    start: async (request) => rested((await client.runs.start(request)).runId),
    async answer(decision, more = {}) {
      const { id, hash } = await asked();
      const { runId, goesOnAs } = await client.inbox.answer({ item: id, decision, hash, by: 'ada', ...more });
      return rested(goesOnAs ?? runId);
    },
    async events(name) {
      const { items } = await client.events.list({ name });
      return items.map((event) => event.data).toReversed();
    },
  };
}
