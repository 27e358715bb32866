import { type EditorState, type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { TextRange } from '../document/analysis.ts';

const setChosen = StateEffect.define<DecorationSet>();
const chosenLine = Decoration.line({ class: 'cm-chosen' });

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    const effect = transaction.effects.find((each) => each.is(setChosen));
    return effect?.is(setChosen) === true ? effect.value : lines.map(transaction.changes);
  },
  provide: (from) => EditorView.decorations.from(from),
});

/** Marks the lines of what is chosen on the canvas. */
export const chosenLines: Extension = field;

export function chooseLines(view: EditorView, ranges: readonly TextRange[]): void {
  const lines = linesOf(view.state, ranges);
  if (!RangeSet.eq([view.state.field(field)], [lines])) view.dispatch({ effects: setChosen.of(lines) });
}

function linesOf({ doc }: EditorState, ranges: readonly TextRange[]): DecorationSet {
  const numbers = new Set<number>();
  for (const { from, to } of ranges) {
    if (to > doc.length) continue;
    const last = doc.lineAt(to > from ? to - 1 : to).number;
    for (let number = doc.lineAt(from).number; number <= last; number++) numbers.add(number);
  }
  return Decoration.set(
    [...numbers].sort((a, b) => a - b).map((number) => chosenLine.range(doc.line(number).from)),
    true,
  );
}
