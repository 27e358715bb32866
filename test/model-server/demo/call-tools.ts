import { isJsonObject, type JsonObject } from '../../../shared/lib/json.ts';
import type { ScriptedRequest, ScriptedToolCall } from '../script.ts';
import { fillSchema } from './fill-schema.ts';
import { pathIn, questionOf, readPrompt } from './read-prompt.ts';

/** The tools to call now: those that the last question names and that have not been called since. */
export function callTools(request: ScriptedRequest): readonly ScriptedToolCall[] {
  const asked = questionOf(request);
  const called = request.messages.slice(asked).flatMap((message) => (message.role === 'tool' ? [message.tool] : []));
  const prompt = readPrompt(request);
  const wanted = request.tools.find(({ name }) => !called.includes(name) && (isNamed(name, prompt.all) || isNeeded(name, prompt.all)));
  if (wanted === undefined) return [];
  return [{ tool: wanted.name, input: fillSchema(onlyRequired(wanted.parameters), prompt) }];
}

/** `file_read` is named by itself, and by a text with both of its words: “read the file a.ts”. */
function isNamed(tool: string, text: string): boolean {
  const words = tool.toLowerCase().split(/[_-]+/);
  const said = text.toLowerCase();
  return said.includes(tool.toLowerCase()) || words.every((word) => new RegExp(`\\b${word}(?:s|es|ed)?\\b`).test(said));
}

/** What a text is about that names a file or speaks of changes, and that has to be looked at first. */
function isNeeded(tool: string, text: string): boolean {
  const isAboutFile = pathIn(text) !== undefined;
  if (tool === 'file_read') return isAboutFile;
  if (tool === 'git_diff') return !isAboutFile && /\b(?:diff|uncommitted|my changes)\b/i.test(text);
  return tool === 'git_log' && !isAboutFile && /\b(?:commits|history|last changes)\b/i.test(text);
}

function onlyRequired(parameters: JsonObject): JsonObject {
  const properties = isJsonObject(parameters['properties']) ? parameters['properties'] : {};
  const required = Array.isArray(parameters['required']) ? parameters['required'].map(String) : [];
  return { type: 'object', properties: Object.fromEntries(Object.entries(properties).filter(([name]) => required.includes(name))) };
}
