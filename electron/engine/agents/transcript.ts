import type { ModelMessage } from '../../../shared/ai/model-call.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { contentOf } from './agent-steps.ts';

/** The conversation so far, from what is written: the task, what the model has answered in every attempt, and what its calls gave. */
export function transcriptOf(live: LiveRun, step: StepState, prompt: string): ModelMessage[] {
  const messages: ModelMessage[] = [{ role: 'user', text: prompt }];
  for (const turn of live.parts.store.agentTurns.ofStep(live.row.key, step.path)) {
    const { text, calls, trace } = contentOf(live, turn);
    const toolCalls = calls.map(({ id, tool, input }) => ({ id, tool, input }));
    messages.push({
      role: 'assistant',
      text,
      ...(toolCalls.length === 0 ? {} : { toolCalls }),
      ...(trace === undefined ? {} : { trace }),
    });
    for (const { id, tool, step: callStep } of calls) {
      messages.push({ role: 'tool', callId: id, tool, ...resultOf(live, `${step.path}[${turn.number}]/${callStep}`) });
    }
  }
  return messages;
}

/** What a call gave, or why it gave nothing. */
function resultOf(live: LiveRun, path: string): { readonly output: Json; readonly failed?: boolean } {
  const row = live.parts.store.steps.get(live.row.key, path);
  if (row?.status === 'succeeded') return { output: live.outputs.get(path) ?? null };
  const { code, message, hint } = row?.error ?? {
    code: (row?.status ?? 'unknown').toUpperCase(),
    message: row?.reason ?? 'It was not done',
  };
  return { failed: true, output: { code, message, ...(hint === undefined ? {} : { hint }) } };
}

/** A token of text, code and JSON is about so many characters. */
const CHARACTERS_PER_TOKEN = 3.5;
const LONGEST_OUTPUT = 60_000;
const SHORTENED_OUTPUT = 400;

/**
 * Keeps a conversation within a window: very long outputs of tools are cut, then the oldest ones are shortened to their beginning, each with
 * a note. What was asked and what the model said itself stays whole.
 */
export function fitWindow(messages: readonly ModelMessage[], windowTokens: number): ModelMessage[] {
  const most = windowTokens * CHARACTERS_PER_TOKEN;
  const fitted = messages.map((message) => shorten(message, Math.min(LONGEST_OUTPUT, most / 3)));
  let size = fitted.reduce((sum, message) => sum + sizeOf(message), 0);
  for (const [index, message] of fitted.entries()) {
    if (size <= most) break;
    const shorter = shorten(message, SHORTENED_OUTPUT);
    size -= sizeOf(message) - sizeOf(shorter);
    fitted[index] = shorter;
  }
  return fitted;
}

function shorten(message: ModelMessage, most: number): ModelMessage {
  if (message.role !== 'tool') return message;
  const text = typeof message.output === 'string' ? message.output : JSON.stringify(message.output);
  // The note itself must not make it longer.
  if (text.length <= most + 200) return message;
  const note = `[shortened: ${Math.floor(most)} of ${text.length} characters; call the tool again for a part of it if you need more]`;
  return { ...message, output: `${text.slice(0, most)}… ${note}` };
}

function sizeOf(message: ModelMessage): number {
  if (message.role === 'tool') return JSON.stringify(message.output).length;
  return message.text.length + (message.role === 'assistant' ? JSON.stringify(message.toolCalls ?? []).length : 0);
}
