import { createHash } from 'node:crypto';
import type { TurnCall } from '../../../shared/agents/turn.ts';
import type { InboxContent } from '../../../shared/inbox/inbox-item.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import { showControls } from '../../../shared/lib/show-controls.ts';
import type { LiveRun } from '../live-run.ts';
import { askPerson } from '../perform/ask.ts';
import type { StepState } from '../walk/walk-state.ts';
import { callerOf, taskOf } from './agent-steps.ts';

/**
 * Asks a person for exactly this call where its grant is `ask`, and comes back when it is approved. What is shown and what is run are the same
 * bytes: the answer is bound to their hash, and they are hashed again before anything is done.
 * Throws ActionError `NOT_APPROVED`, or `APPROVAL_VOID` when the call is not the one any more that was shown.
 */
export async function approveCall(live: LiveRun, step: StepState, signal: AbortSignal, call: TurnCall): Promise<void> {
  if (call.grant !== 'ask') return;
  const caller = callerOf(step);
  const agent = caller === undefined ? 'An agent' : (await taskOf(live, caller)).agent;
  const hash = hashOfCall(call);
  const content: InboxContent = {
    title: `${agent} wants to use ${call.target}`,
    message: showControls(`${agent} asks for leave to use ${call.target} in ${caller?.path ?? step.path}. Exactly this will be done:`),
    fields: [],
    subject: { tool: showControls(call.target), parameters: showAll(call.input), sha256: hash },
  };
  const answer = await askPerson(live, step, signal, { kind: 'approval', name: 'call', content, forAllAttempts: true });
  if (answer.decision !== 'approve') {
    const said = answer.comment === null ? '' : `: ${answer.comment}`;
    throw new ActionError('NOT_APPROVED', `${answer.by ?? 'Nobody'} did not approve ${call.target}${said}`, {
      hint: 'Find another way, or come to your end without it.',
    });
  }
  const shown = live.parts.store.inbox.asked(live.row.key, step.path, 'call')?.content.subject;
  if (isJsonObject(shown) && shown['sha256'] === hash) return;
  throw new ActionError('APPROVAL_VOID', `What was approved is not what would be run now: ${call.target} was changed after it was shown`, {
    hint: 'Nothing was done. Ask again.',
  });
}

/** Of the bytes that are run. */
function hashOfCall({ target, input }: TurnCall): string {
  return createHash('sha256')
    .update(JSON.stringify([target, input]))
    .digest('hex');
}

function showAll(value: Json): Json {
  if (typeof value === 'string') return showControls(value);
  if (Array.isArray(value)) return value.map((each: Json) => showAll(each));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [showControls(key), showAll(each)]));
}
