import type { EngineClient } from '../../shared/contract/contract.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { createEffectCounter } from './effects.ts';
import { readLedger } from './ledger.ts';
import type { World } from './world.ts';

/** What a rule that does not ask would have done to the interrupted steps. */
export interface BlindCounts {
  /** The effect had happened: running again would have made two of it. */
  retryWouldDouble: number;
  /** The effect had not happened: going on would have lost it. */
  skipWouldLose: number;
}

interface Decision {
  readonly run: string;
  readonly step: string;
  readonly decision: 'done' | 'retry';
}

/** What a person who could look everything up would say of each unknown step. */
export function findDecisions(world: World): Decision[] {
  return world.look(
    (store) => {
      const countEffect = createEffectCounter(store, readLedger(world.ledgerFile));
      const live = store.runs.list({ limit: -1 }).filter((run) => !isTerminalRun(run.status));
      return live.flatMap((run) => {
        const inQuestion = store.steps.list(run.key).filter((step) => step.status === 'unknown');
        return inQuestion.map(({ path, attempts }) => {
          const attempt = store.attempts.get(run.key, path, attempts);
          const happened = attempt !== undefined && (countEffect(run, attempt) ?? 0) > 0;
          return { run: run.id, step: path, decision: happened ? 'done' : 'retry' } as const;
        });
      });
    },
    { asCopy: true },
  );
}

/** Tells the engine each decision. */
export async function decideAll(client: EngineClient, decisions: readonly Decision[], counts: BlindCounts): Promise<void> {
  for (const { run, step, decision } of decisions) {
    await client.runs.decide({ run, step, decision });
    if (decision === 'done') counts.retryWouldDouble++;
    else counts.skipWouldLose++;
  }
}
