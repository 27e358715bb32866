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
  const marked = [...all.matchAll(material)];
  if (marked.length > 0) {
    const content = marked.map(({ groups = {} }) => textsOf(groups['ruled'] ?? groups['tagged'] ?? groups['fenced'] ?? '')).join('\n\n');
    const task = marked.reduce((rest, [whole]) => rest.replace(whole, () => ''), all);
    return { task, content, all };
  }
  const gap = all.indexOf('\n\n');
  return gap === -1 ? { task: all, content: all, all } : { task: all.slice(0, gap), content: all.slice(gap + 2), all };
}

/** Between two lines of dashes that are the same, in a tag on lines of its own, or in a fence. */
const material =
  /^(?<rule>-{4}.*)\n(?<ruled>[\s\S]*?)\n\k<rule>$|^<(?<tag>\w[\w-]*)[^>]*>\n?(?<tagged>[\s\S]*?)\n?<\/\k<tag>>$|^```\w*\n(?<fenced>[\s\S]*?)\n```$/gm;

function textsOf(text: string): string {
  try {
    return leavesOf(JSON.parse(text)).join('\n\n');
  } catch {
    return text;
  }
}

function leavesOf(value: unknown): string[] {
  // A single word is a name, not a text.
  if (typeof value === 'string') return /\s/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}
