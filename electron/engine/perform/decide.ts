import { ActionError } from '../../../shared/lib/action-error.ts';
import { failpoint } from '../../../shared/lib/failpoint.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';

/** Settles a step that was interrupted in the middle of an effect. Throws ActionError `NOT_UNKNOWN` when it is not in question. */
export async function recordDecision(
  live: LiveRun,
  path: string,
  decision: 'retry' | 'done' | 'skip' | 'fail',
  by: string,
  output: Json = null,
): Promise<void> {
  const step = live.state.steps.get(path);
  if (step?.status !== 'unknown') {
    throw new ActionError('NOT_UNKNOWN', `Step ${path} of run ${live.row.id} waits for no decision; it is ${step?.status ?? 'not there'}`, {
      hint: `See the run: pawl show ${live.row.id}`,
    });
  }
  failpoint('C10');
  const { attempt } = step;
  const { store } = live.parts;
  const prepared = decision === 'done' ? live.outputs.prepare(path, live.parts.secrets.masks.json(output)) : undefined;
  const reason = `${by} decided: ${decision}`;
  const settled = { retry: 'ready', done: 'succeeded', skip: 'skipped', fail: 'failed' } as const;
  const ofAttempt = { retry: 'interrupted', done: 'succeeded', skip: 'cancelled', fail: 'failed' } as const;
  await live.record({ type: 'step.decided', path, decision, by }, (at) => {
    store.attempts.settle(live.row.key, path, attempt, ofAttempt[decision], at);
    const { output: text, outputBlob } = prepared ?? {};
    store.steps.settle(live.row.key, path, { status: settled[decision], at, output: text, outputBlob, reason });
  });
  prepared?.committed();
}
