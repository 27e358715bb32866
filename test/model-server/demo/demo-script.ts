import { isJsonObject, type JsonObject } from '../../../shared/lib/json.ts';
import type { ScriptedAnswer, ScriptedRequest } from '../script.ts';
import { callTools } from './call-tools.ts';
import { fillSchema } from './fill-schema.ts';
import { type Prompt, questionOf, readPrompt } from './read-prompt.ts';
import { writeText } from './write-text.ts';

/** Answers by rules, always the same to the same request: enough that every template runs to its end without a model. */
export function demoScript(request: ScriptedRequest): ScriptedAnswer {
  const toolCalls = callTools(request);
  if (toolCalls.length > 0) return { toolCalls };
  const prompt = withToolOutputs(request, readPrompt(request));
  const schema = request.schema ?? schemaInText(request.system);
  return schema === undefined ? { text: writeText(prompt) } : { data: fillSchema(schema, prompt) };
}

/** What tools have given since the question is the material of the answer. */
function withToolOutputs(request: ScriptedRequest, prompt: Prompt): Prompt {
  const asked = questionOf(request);
  const outputs = request.messages.slice(asked).flatMap((message) => (message.role === 'tool' ? [message.output] : []));
  if (outputs.length === 0) return prompt;
  const texts = outputs.map((output) => {
    const content = isJsonObject(output) ? (output['content'] ?? output['stdout'] ?? output) : output;
    return typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  });
  return { ...prompt, content: texts.join('\n\n') };
}

/** Servers that cannot enforce a schema get it in words. */
function schemaInText(system: string): JsonObject | undefined {
  const line = /JSON schema:\n(\{.*\})$/im.exec(system)?.[1];
  if (line === undefined) return undefined;
  const schema: unknown = JSON.parse(line);
  return isJsonObject(schema) ? schema : undefined;
}
