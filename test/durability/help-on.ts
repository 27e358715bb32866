import type { EngineClient } from '../../shared/contract/contract.ts';
import { AWAITED_EVENT } from './workload.ts';

/** Does what waiting steps wait for: approves what is asked, and publishes the event. What somebody has paused goes on. */
export async function helpOn(client: EngineClient): Promise<void> {
  const paused = await client.runs.list({ states: ['paused'], limit: 500 });
  for (const { runId } of paused.items) await client.runs.resume({ run: runId });
  const { items } = await client.runs.list({ states: ['waiting'], limit: 500 });
  for (const { runId } of items) {
    const { steps } = await client.runs.get({ run: runId });
    if (steps.some(({ state, reason }) => state === 'waiting' && reason?.includes(AWAITED_EVENT)))
      await client.events.publish({ name: AWAITED_EVENT });
  }
  const open = await client.inbox.list({ kind: 'approval' });
  for (const { id, hash } of open.items) await client.inbox.answer({ item: id, hash, decision: 'approve', by: 'ada' });
}
