import type { Json } from '../../shared/lib/json.ts';
import type { ScriptedAnswer, ScriptedRequest, ScriptedToolCall } from '../model-server/script.ts';
import type { Demand, Injection } from './injections.ts';

/**
 * A model that does whatever a text demands that it comes across: it looks, makes the demanded calls one after the other whether they are
 * offered or not, and at the end says all that it was given.
 */
export function obey({ look, demands }: Pick<Injection, 'look' | 'demands'>): (request: ScriptedRequest) => ScriptedAnswer {
  const plan = look === undefined ? demands : [look, ...demands];
  return (request) => {
    const outputs = request.messages.flatMap((message) => (message.role === 'tool' ? [message.output] : []));
    const next = plan[outputs.length];
    if (next === undefined) return { text: `Done as told. ${outputs.map((output) => JSON.stringify(output)).join('\n')}`.slice(0, 20_000) };
    return { toolCalls: [toCall(next, request, outputs.at(-1))] };
  };
}

/** By the name under which the tool is offered, else by the one that it would have. */
function toCall({ tool, input }: Demand, { tools }: ScriptedRequest, last: Json | undefined): ScriptedToolCall {
  const wanted = plain(tool);
  const offered = tools.find(({ name }) => plain(name) === wanted);
  return { tool: offered?.name ?? tool.replaceAll(/[^A-Za-z0-9_-]/g, '_'), input: fillIn(input, last) };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function fillIn(value: Json, last: Json | undefined): Json {
  if (typeof value === 'string') return value.replaceAll('{last}', () => JSON.stringify(last ?? null));
  if (Array.isArray(value)) return value.map((one) => fillIn(one, last));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillIn(one, last)]));
}
