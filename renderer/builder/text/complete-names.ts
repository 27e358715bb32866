import { type Completion, type CompletionContext, type CompletionResult, pickedCompletion } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { changeBetween } from '../document/text-change.ts';
import { completionsFor } from '../inspector/names/completions.ts';
import { namesAt, type Samples, type Site } from '../inspector/names/known-names.ts';
import { completeName, type NameAt, nameAt } from '../inspector/names/placeholder-text.ts';
import type { CompletionSubject } from './complete-yaml.ts';
import { stepAt } from './step-at.ts';

/** Keys whose value is an expression without braces, with what else it sees. */
const bareKeys: Readonly<Record<string, Site['sees']>> = {
  if: undefined,
  when: undefined,
  switch: undefined,
  forEach: undefined,
  times: undefined,
  until: undefined,
  expression: undefined,
  while: 'body',
  collect: 'body',
  match: 'event',
};
const BARE = new RegExp(`(?:^|[\\s{,-])(${Object.keys(bareKeys).join('|')}):\\s+["']?`, 'g');

interface Spot {
  readonly at: NameAt;
  readonly isBare: boolean;
  readonly sees: Site['sees'];
}

/** Names that an expression can use, where the caret stands in one. */
export function completeNames(
  context: CompletionContext,
  { document, places }: CompletionSubject,
  samples: Samples,
): CompletionResult | null {
  if (document === undefined) return null;
  const line = context.state.doc.lineAt(context.pos);
  const spot = spotIn(line.text, context.pos - line.from);
  if (spot === undefined || (!context.explicit && spot.isBare && spot.at.query === '')) return null;
  const { at, isBare, sees } = spot;
  const step = stepAt(places, context.pos);
  const roots = namesAt(document, { step, ...(sees === undefined ? {} : { sees }) }, samples);
  // A quote of the text around would end it.
  const isQuoted = (line.text.slice(0, at.from).match(/"/g)?.length ?? 0) % 2 === 1;
  const options = completionsFor(roots, at.query).map(({ path, node }, index): Completion => {
    const written = isQuoted ? path.replaceAll('"', "'") : path;
    const shown = node.value === undefined ? node.help : shorten(JSON.stringify(node.value));
    return {
      label: written,
      type: 'variable',
      boost: -index / 10,
      ...(node.type === undefined ? {} : { detail: node.type }),
      ...(shown === undefined ? {} : { info: shown }),
      apply: (view, completion) => put(view, completion, spot, written, isBare),
    };
  });
  return options.length === 0 ? null : { from: line.from + at.from, to: line.from + at.to, options, filter: false };
}

function spotIn(line: string, caret: number): Spot | undefined {
  const inBraces = nameAt(line, caret, false);
  if (inBraces !== undefined) return { at: inBraces, isBare: false, sees: undefined };
  const found = [...line.slice(0, caret).matchAll(BARE)].at(-1);
  if (found === undefined) return undefined;
  const begin = found.index + found[0].length;
  const at = nameAt(line.slice(begin), caret - begin, true);
  if (at === undefined) return undefined;
  return { at: { ...at, from: at.from + begin, to: at.to + begin }, isBare: true, sees: bareKeys[found[1] ?? ''] };
}

function put(view: EditorView, completion: Completion, { at }: Spot, path: string, isBare: boolean): void {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const to = Math.max(at.to, view.state.selection.main.head - line.from);
  const done = completeName(line.text, { ...at, to }, path, isBare);
  const change = changeBetween(line.text, done.text);
  view.dispatch({
    ...(change === undefined
      ? {}
      : { changes: { from: line.from + change.at, to: line.from + change.at + change.removed.length, insert: change.inserted } }),
    selection: { anchor: line.from + done.caret },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
  });
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
