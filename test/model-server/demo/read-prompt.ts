import type { ScriptedRequest } from '../script.ts';

/** What a request is about, told apart as well as it goes without understanding it. */
export interface Prompt {
  /** What is to be done: what stands before the material. */
  readonly task: string;
  /** The material: what stands in fences or tags, else what follows the first empty line, else all of it. */
  readonly content: string;
  readonly all: string;
}

export function readPrompt(request: ScriptedRequest): Prompt {
  const last = request.messages.findLast((message) => message.role === 'user');
  const all = last?.role === 'user' ? last.text : '';
  const marked = [...all.matchAll(/^<(\w[\w-]*)[^>]*>\n?([\s\S]*?)\n?<\/\1>$|^```\w*\n([\s\S]*?)\n```$/gm)];
  if (marked.length > 0) {
    const content = marked.map(([, , tagged, fenced]) => tagged ?? fenced ?? '').join('\n\n');
    const task = marked.reduce((rest, [whole]) => rest.replace(whole, () => ''), all);
    return { task: `${request.system}\n${task}`, content, all };
  }
  const gap = all.indexOf('\n\n');
  return gap === -1
    ? { task: `${request.system}\n${all}`, content: all, all }
    : { task: `${request.system}\n${all.slice(0, gap)}`, content: all.slice(gap + 2), all };
}
