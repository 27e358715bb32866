import { LOCAL_BASE_URL_VARIABLE } from '../../shared/ai/provider.ts';
import { startModelServer } from '../model-server/model-server.ts';
import type { ScriptedReply, ScriptedRequest } from '../model-server/script.ts';

/** What a task tells its model to call, round by round. */
export type CallPlan = readonly (readonly { readonly tool: string; readonly input: object }[])[];

const [BEGIN, END] = ['<<', '>>'];

/** A task that holds what is to be called. Placeholders in it are filled in by the engine. */
export function taskOf(name: string, plan: CallPlan): string {
  return `${name} ${BEGIN}${JSON.stringify(plan)}${END}`;
}

/** A model of the world outside, which no engine's death touches: every engine that is started from here on asks it. */
export async function answerAsModel(): Promise<void> {
  const { baseUrls } = await startModelServer({ script: play, models: ['scripted:70b'] });
  process.env[LOCAL_BASE_URL_VARIABLE] = baseUrls.compatible;
}

/** The same answer to the same conversation. */
function play({ messages }: ScriptedRequest): ScriptedReply {
  const text = messages.flatMap((message) => (message.role === 'user' ? [JSON.stringify(message)] : [])).find((one) => one.includes(BEGIN));
  const task = JSON.parse(`"${text?.slice(text.indexOf(BEGIN) + BEGIN.length, text.lastIndexOf(END)) ?? '[]'}"`);
  const plan: CallPlan = JSON.parse(task);
  const calls = plan[messages.filter(({ role }) => role === 'assistant').length] ?? [];
  if (calls.length === 0) return { text: 'done' };
  return { toolCalls: calls.map(({ tool, input }) => ({ tool: tool.replace('.', '_'), input: JSON.parse(JSON.stringify(input)) })) };
}
