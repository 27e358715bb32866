import type { ChatState } from '../../shared/chat/message.ts';
import { formatDuration } from '../../shared/lib/duration.ts';
import type { RunRow } from '../store/runs-table.ts';

/** Longest value that is posted whole, in characters. */
const MOST_OF_OUTPUTS = 4000;

export interface Ending {
  readonly text: string;
  readonly state: Exclude<ChatState, 'pending'>;
}

/** What is said of a run that has ended; `asAgent`: only what the agent has answered. */
export function endingOf(run: RunRow, asAgent: boolean): Ending {
  const { status, outputs, error } = run;
  if (status === 'cancelled') return { state: 'cancelled', text: error?.message ?? 'It was cancelled.' };
  if (status === 'failed' || status === 'timed_out') {
    const why =
      error === null ? `It ${status === 'failed' ? 'failed' : 'timed out'}.` : [error.message, error.hint].filter(Boolean).join('. ');
    return { state: 'failed', text: why };
  }
  const answer = outputs?.['text'];
  if (asAgent && typeof answer === 'string') return { state: 'done', text: answer };
  const took = run.startedAt === null || run.endedAt === null ? '' : ` in ${formatDuration(run.endedAt - run.startedAt)}`;
  const ended = `${status === 'completed' ? 'Completed' : 'Completed with errors'}${took}.`;
  return { state: 'done', text: outputs === null || Object.keys(outputs).length === 0 ? ended : `${ended}\n${outputsText(outputs)}` };
}

function outputsText(outputs: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(outputs).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}`,
  );
  const text = lines.join('\n');
  return text.length <= MOST_OF_OUTPUTS ? text : `${text.slice(0, MOST_OF_OUTPUTS)}…\n(cut; the run has the rest)`;
}
