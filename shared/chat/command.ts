import { didYouMean } from '../workflow/nearest.ts';

export type ChatCommand =
  | { readonly kind: 'text'; readonly text: string }
  /** `inputs` are texts: the workflow's variables say what they are read as. */
  | { readonly kind: 'run'; readonly workflow: string; readonly inputs: Readonly<Record<string, string>> }
  | { readonly kind: 'status'; readonly run: string | undefined }
  | { readonly kind: 'answer'; readonly decision: 'approve' | 'reject'; readonly item: string | undefined; readonly comment: string }
  | { readonly kind: 'cancel'; readonly run: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'problem'; readonly message: string };

/** What can be typed, with one line of help each. */
export const chatCommands = [
  { name: 'run', usage: '/run <workflow> name=value …', summary: 'Start a workflow; its result is posted here' },
  { name: 'status', usage: '/status [run]', summary: 'What is under way, and what waits for you' },
  { name: 'approve', usage: '/approve [item] [comment]', summary: 'Approve what was asked here' },
  { name: 'reject', usage: '/reject [item] [comment]', summary: 'Reject what was asked here' },
  { name: 'cancel', usage: '/cancel [run]', summary: 'Stop a run: the last one of this chat, or the one you name' },
  { name: 'help', usage: '/help', summary: 'Show this' },
] as const;

/** Anything that begins with a single `/` is a command; `//` begins a text with a slash. */
export function parseChat(given: string): ChatCommand {
  const text = given.trim();
  if (text.startsWith('//')) return { kind: 'text', text: text.slice(1) };
  if (!text.startsWith('/')) return { kind: 'text', text };
  const [name = '', ...words] = splitWords(text.slice(1));
  switch (name.toLowerCase()) {
    case 'run':
      return parseRun(words);
    case 'status':
      return { kind: 'status', run: words[0] };
    case 'approve':
    case 'reject':
      return parseAnswer(name.toLowerCase() === 'approve' ? 'approve' : 'reject', words);
    case 'cancel':
      return { kind: 'cancel', run: words[0] };
    case 'help':
    case '':
      return { kind: 'help' };
    default: {
      const guess = didYouMean(
        name,
        chatCommands.map((command) => command.name),
      );
      return {
        kind: 'problem',
        message: `There is no command /${name}${guess === '' ? '.' : guess} /help lists them; to begin a text with a slash, write //.`,
      };
    }
  }
}

function parseRun(words: readonly string[]): ChatCommand {
  const first = words.findIndex((word) => isInput(word));
  const workflow = words.slice(0, first === -1 ? undefined : first).join(' ');
  if (workflow === '') return { kind: 'problem', message: 'Which workflow? Write /run <workflow> name=value …' };
  const given = first === -1 ? [] : words.slice(first);
  const stray = given.find((word) => !isInput(word));
  if (stray !== undefined) {
    return {
      kind: 'problem',
      message: `${JSON.stringify(stray)} is no input: write name=value, with quotes around a value that has blanks`,
    };
  }
  return {
    kind: 'run',
    workflow,
    inputs: Object.fromEntries(given.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)])),
  };
}

function parseAnswer(decision: 'approve' | 'reject', words: readonly string[]): ChatCommand {
  const [first, ...rest] = words;
  // Ids have ten letters and digits; a comment may come without one.
  const isId = first !== undefined && /^[a-z0-9]{4,}(?:[-:][\w:/[\]-]+)?$/.test(first) && /\d/.test(first);
  return { kind: 'answer', decision, item: isId ? first : undefined, comment: (isId ? rest : words).join(' ') };
}

const isInput = (word: string): boolean => /^[A-Za-z_][\w-]*=/.test(word);

/** Words apart by blanks; "…" and '…' hold blanks together, also after a `=`. */
function splitWords(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_all, a, b) => a ?? b ?? ''),
  );
}
