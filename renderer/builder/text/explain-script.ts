import type { EditorView, Tooltip } from '@codemirror/view';
import { catalogue } from '../../../shared/catalogue.ts';
import { clauses, statements } from '../../../shared/workflow/script/keywords.ts';
import { drawExplanation } from './explain-yaml.ts';

const help: Readonly<Record<string, string | undefined>> = { ...clauses, ...statements };

/** What the word or action under the pointer is for. */
export function explainScript(view: EditorView, pos: number): Tooltip | null {
  const line = view.state.doc.lineAt(pos);
  const before = /[\w.-]*$/.exec(line.text.slice(0, pos - line.from))?.[0].length ?? 0;
  const after = /^[\w.-]*/.exec(line.text.slice(pos - line.from))?.[0].length ?? 0;
  const name = line.text.slice(pos - line.from - before, pos - line.from + after);
  const action = Object.hasOwn(catalogue.actions, name) ? catalogue.actions[name] : undefined;
  const text = action?.summary ?? (Object.hasOwn(help, name) ? help[name] : undefined);
  if (text === undefined) return null;
  const explained = { title: action?.title ?? name, type: action === undefined ? '' : name, text };
  return { pos: pos - before, end: pos + after, above: true, create: () => ({ dom: drawExplanation(explained) }) };
}
