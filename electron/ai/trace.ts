import type { AssistantContent, ModelMessage as SdkMessage, TextPart, ToolCallPart } from 'ai';
import type { ModelMessage, TracePart } from '../../shared/ai/model-call.ts';
import type { JsonObject } from '../../shared/lib/json.ts';

type AssistantMessage = Extract<ModelMessage, { readonly role: 'assistant' }>;
type SdkPart = Exclude<AssistantContent, string>[number];

/** What of an answer has to go back with it; undefined where its text and its calls say everything. */
export function traceOf(messages: readonly SdkMessage[]): readonly TracePart[] | undefined {
  let calls = 0;
  const parts = messages.flatMap((message): TracePart[] => {
    if (message.role !== 'assistant' || typeof message.content === 'string') return [];
    return message.content.flatMap((part): TracePart[] => {
      if (part.type === 'text') return [{ type: 'text', text: part.text, ...optionsOf(part.providerOptions) }];
      if (part.type === 'reasoning') return [{ type: 'thinking', text: part.text, ...optionsOf(part.providerOptions) }];
      return part.type === 'tool-call' ? [{ type: 'call', call: calls++, ...optionsOf(part.providerOptions) }] : [];
    });
  });
  return parts.some((part) => part.type === 'thinking' || isSigned(part)) ? parts : undefined;
}

/** The parts of an answer as they came, for the model that gave it. */
export function partsOf({ text, toolCalls = [], trace }: AssistantMessage): SdkPart[] {
  const callPart = ({ id, tool, input }: (typeof toolCalls)[number]): ToolCallPart => ({
    type: 'tool-call',
    toolCallId: id,
    toolName: tool,
    input,
  });
  if (trace === undefined) {
    const said: TextPart[] = text === '' ? [] : [{ type: 'text', text }];
    return [...said, ...toolCalls.map(callPart)];
  }
  return trace.parts.flatMap((part): SdkPart[] => {
    const given = part.options === undefined ? {} : { providerOptions: part.options as NonNullable<TextPart['providerOptions']> };
    if (part.type !== 'call') return [{ type: part.type === 'thinking' ? 'reasoning' : 'text', text: part.text, ...given }];
    const call = toolCalls[part.call];
    return call === undefined ? [] : [{ ...callPart(call), ...given }];
  });
}

/** JSON: what is undefined in it is left out. */
function optionsOf(options: TextPart['providerOptions']): Pick<TracePart, 'options'> {
  return options === undefined ? {} : { options: JSON.parse(JSON.stringify(options)) as Readonly<Record<string, JsonObject>> };
}

/** Google signs calls and texts themselves. */
function isSigned({ options = {} }: TracePart): boolean {
  return Object.values(options).some((option) => option['thoughtSignature'] !== undefined || option['signature'] !== undefined);
}
