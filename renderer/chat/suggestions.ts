import { chatCommands } from '../../shared/chat/command.ts';

export interface Suggestion {
  /** What the line becomes. */
  readonly text: string;
  readonly label: string;
  readonly detail: string;
}

/** What a line that begins with a slash can become. */
export function suggestionsFor(line: string, workflows: readonly string[]): readonly Suggestion[] {
  if (!line.startsWith('/') || line.startsWith('//') || line.includes('\n')) return [];
  const ofRun = /^\/run\s+(.*)$/i.exec(line);
  if (ofRun !== null) {
    const typed = (ofRun[1] ?? '').replaceAll('"', '').toLowerCase();
    if (typed.includes('=')) return [];
    return workflows
      .filter((name) => name.toLowerCase().includes(typed) && name.toLowerCase() !== typed.trimEnd())
      .slice(0, 6)
      .map((name) => ({ text: `/run ${name} `, label: name, detail: 'Workflow' }));
  }
  if (/\s/.test(line)) return [];
  return chatCommands
    .filter(({ name }) => name.startsWith(line.slice(1).toLowerCase()) && `/${name}` !== line)
    .map(({ name, usage, summary }) => ({ text: `/${name} `, label: usage, detail: summary }));
}
