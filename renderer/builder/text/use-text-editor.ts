import type { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import { useBuilderStore } from '../document/use-builder.ts';
import { useView } from '../document/view-store.ts';
import type { Samples } from '../inspector/names/known-names.ts';
import { chooseLines } from './chosen-lines.ts';
import { completeNames } from './complete-names.ts';
import { completeYaml } from './complete-yaml.ts';
import { createEditor, goTo, reveal, showText } from './create-editor.ts';
import { explainYaml } from './explain-yaml.ts';
import { markProblems, offsetOf } from './problem-marks.ts';
import { createSchema } from './schema.ts';
import { stepAt } from './step-at.ts';

/** Keeps an editor in the element, in step with the builder's document both ways. */
export function useTextEditor(parent: RefObject<HTMLElement | null>, samples: Samples): void {
  const store = useBuilderStore();
  const editor = useRef<EditorView>(undefined);
  const latest = useRef(samples);
  latest.current = samples;

  useEffect(() => {
    if (parent.current === null) return;
    const { text, problems, setText, select, undo, redo } = store.getState();
    const schema = createSchema();
    const view = createEditor({
      parent: parent.current,
      text,
      nonce: document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '',
      sources: [
        (context) => completeNames(context, store.getState(), latest.current),
        (context) => completeYaml(context, schema, store.getState()),
      ],
      explain: (shown, pos) => explainYaml(shown, pos, schema),
      onText: setText,
      onCaret(offset) {
        const step = stepAt(store.getState().places, offset);
        if (step !== undefined) select([step]);
      },
      undo,
      redo,
    });
    editor.current = view;
    const chosen = () => {
      const { places, selection } = store.getState();
      return [...selection].flatMap((id) => places.get(id) ?? []);
    };
    markProblems(view, problems);
    chooseLines(view, chosen());

    const stop = store.subscribe((state, before) => {
      if (state.text !== before.text) showText(view, state.text);
      if (state.problems !== before.problems) markProblems(view, state.problems);
      if (state.selection === before.selection && state.places === before.places) return;
      const ranges = chosen();
      chooseLines(view, ranges);
      const [first] = ranges;
      if (state.selection !== before.selection && first !== undefined && !view.hasFocus) reveal(view, first.from);
    });
    return () => {
      stop();
      view.destroy();
      editor.current = undefined;
    };
  }, [parent, store]);

  const target = useView((state) => state.target);
  useEffect(() => {
    const view = editor.current;
    if (target !== undefined && view !== undefined) goTo(view, offsetOf(view.state.doc, target.line, target.column));
  }, [target]);
}
