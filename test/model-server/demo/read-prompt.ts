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

/** Where the last question stands; one to give an answer again in another form is none. */
export function questionOf({ messages }: Pick<ScriptedRequest, 'messages'>): number {
  return messages.findLastIndex((one) => one.role === 'user' && !/^(?:Give this answer once more|That answer does not fit)/.test(one.text));
}

/** The first file that a text names. */
export function pathIn(text: string): string | undefined {
  return /(?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w.-]*\w\.(?:[cm]?[jt]sx?|md|txt|json|ya?ml|py|go|rs|css|html|csv|log)\b/.exec(text)?.[0];
}

export function readPrompt(request: ScriptedRequest): Prompt {
  const asked = questionOf(request);
  const message = request.messages[asked];
  const all = message?.role === 'user' ? message.text : '';
  const marked = [...all.matchAll(/^-{20,}\n([\s\S]*?)\n-{20,}$|^<(\w[\w-]*)[^>]*>\n?([\s\S]*?)\n?<\/\2>$|^```\w*\n([\s\S]*?)\n```$/gm)];
  if (marked.length > 0) {
    const content = marked.map(([, ruled, , tagged, fenced]) => textsOf(ruled ?? tagged ?? fenced ?? '')).join('\n\n');
    const task = marked.reduce((rest, [whole]) => rest.replace(whole, () => ''), all);
    return { task, content, all };
  }
  const gap = all.indexOf('\n\n');
  return gap === -1 ? { task: all, content: all, all } : { task: all.slice(0, gap), content: all.slice(gap + 2), all };
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
