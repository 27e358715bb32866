import type { ScriptedRequest } from '../script.ts';

/** What a request is about, told apart as well as it goes without understanding it. */
export interface Prompt {
  /** What is to be done: what stands before the material. */
  readonly task: string;
  /**
   * The material: what stands between lines of dashes, in fences or in tags, else what follows the first empty line, else all of it.
   * Of JSON, its texts.
   */
  readonly content: string;
  readonly all: string;
}

export function readPrompt(request: ScriptedRequest): Prompt {
  const last = request.messages.findLast((message) => message.role === 'user');
  const all = last?.role === 'user' ? last.text : '';
  const marked = [...all.matchAll(/^-{20,}\n([\s\S]*?)\n-{20,}$|^<(\w[\w-]*)[^>]*>\n?([\s\S]*?)\n?<\/\2>$|^```\w*\n([\s\S]*?)\n```$/gm)];
  if (marked.length > 0) {
    const content = marked.map(([, ruled, , tagged, fenced]) => textsOf(ruled ?? tagged ?? fenced ?? '')).join('\n\n');
    const task = marked.reduce((rest, [whole]) => rest.replace(whole, () => ''), all);
    return { task: `${request.system}\n${task}`, content, all };
  }
  const gap = all.indexOf('\n\n');
  return gap === -1
    ? { task: `${request.system}\n${all}`, content: all, all }
    : { task: `${request.system}\n${all.slice(0, gap)}`, content: all.slice(gap + 2), all };
}

function textsOf(material: string): string {
  try {
    return leavesOf(JSON.parse(material)).join('\n\n');
  } catch {
    return material;
  }
}

function leavesOf(value: unknown): string[] {
  // A single word is a name, not a text.
  if (typeof value === 'string') return /\s/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}
