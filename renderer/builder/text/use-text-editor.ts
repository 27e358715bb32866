import type { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import type { BuilderStore } from '../document/builder-store.ts';
import { type TextTarget, type TextWriting, useView } from '../document/view-store.ts';
import type { Samples } from '../inspector/names/known-names.ts';
import { chooseLines } from './chosen-lines.ts';
import { completeNames } from './complete-names.ts';
import { completeScript } from './complete-script.ts';
import { completeYaml } from './complete-yaml.ts';
import { createEditor, goTo, reveal, setLanguage, showText } from './create-editor.ts';
import { explainScript } from './explain-script.ts';
import { explainYaml } from './explain-yaml.ts';
import { markProblems, offsetOf } from './problem-marks.ts';
import { createSchema } from './schema.ts';
import { scriptLanguage } from './script-language.ts';
import { type ShownText, shownText } from './shown-text.ts';
import { stepAt } from './step-at.ts';
import { yaml } from './yaml-language.ts';

export interface TextEditorUse {
  readonly samples: Samples;
  /** Names of agents, for completion. */
  readonly agents: readonly string[];
  /** Makes one that is missing. */
  makeAgent(name: string): void;
  /** Undefined: as the text is written. */
  readonly writing: TextWriting | undefined;
}

/** What the shown text is made from. */
const READ = ['text', 'problems', 'places', 'document', 'isBehind', 'unread', 'agents'] as const;

/** Keeps an editor in the element, in step with the builder's document both ways. */
export function useTextEditor(store: BuilderStore, parent: RefObject<HTMLElement | null>, use: TextEditorUse): void {
  const editor = useRef<EditorView>(undefined);
  const latest = useRef(use);
  latest.current = use;
  const follow = useRef<() => void>(undefined);
  const shownNow = useRef<ShownText>(undefined);

  useEffect(() => {
    if (parent.current === null) return;
    const { setText, select, undo, redo } = store.getState();
    const schema = createSchema();
    let from = store.getState();
    let wanted = latest.current.writing;
    let shown: ShownText = shownText(from, wanted);
    const subject = () => ({ document: store.getState().document, places: shown.places });
    const languageOf = ({ writing }: ShownText) => (writing === 'script' ? scriptLanguage : yaml);
    const makeAgent = (name: string): void => latest.current.makeAgent(name);
    const view = createEditor({
      parent: parent.current,
      text: shown.text,
      language: languageOf(shown),
      nonce: document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '',
      sources: [
        (context) => completeNames(context, subject(), latest.current.samples),
        (context) =>
          shown.writing === 'script'
            ? completeScript(context, subject(), { agents: latest.current.agents, schema })
            : completeYaml(context, schema, subject()),
      ],
      explain: (at, pos) => (shown.writing === 'script' ? explainScript(at, pos) : explainYaml(at, pos, schema)),
      onText: setText,
      onCaret(offset) {
        const step = stepAt(shown.places, offset);
        if (step !== undefined) select([step]);
      },
      undo,
      redo,
    });
    editor.current = view;
    shownNow.current = shown;
    const chosen = () => [...store.getState().selection].flatMap((id) => shown.places.get(id) ?? []);
    markProblems(view, shown.problems, makeAgent);
    chooseLines(view, chosen());

    const draw = (isSelected: boolean): void => {
      const before = shown;
      const state = store.getState();
      const isSame = wanted === latest.current.writing && READ.every((key) => state[key] === from[key]);
      from = state;
      wanted = latest.current.writing;
      if (!isSame) shown = shownText(state, wanted);
      shownNow.current = shown;
      if (shown.text !== before.text) showText(view, shown.text);
      if (shown.writing !== before.writing) setLanguage(view, languageOf(shown));
      // Marks move with the text; only what was read since tells whether they still hold.
      const isNew = shown.problems !== before.problems || shown.places !== before.places;
      if (isNew && (shown.problems.length > 0 || before.problems.length > 0)) markProblems(view, shown.problems, makeAgent);
      if (!isSelected && shown.places === before.places) return;
      const ranges = chosen();
      chooseLines(view, ranges);
      const [first] = ranges;
      if (isSelected && first !== undefined && !view.hasFocus) reveal(view, first.from);
    };
    follow.current = () => draw(false);
    const stop = store.subscribe((state, before) => draw(state.selection !== before.selection));
    return () => {
      stop();
      view.destroy();
      editor.current = undefined;
      follow.current = undefined;
    };
  }, [parent, store]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another writing is another text.
  useEffect(() => follow.current?.(), [use.writing]);

  const target = useView((state) => state.target);
  useEffect(() => {
    const view = editor.current;
    if (target !== undefined && view !== undefined) goTo(view, placeOfTarget(view, target, shownNow.current));
  }, [target]);
}

/** Where the problem stands in what is shown, which may be another writing than the one that it was found in. */
function placeOfTarget(view: EditorView, { line, column, problem }: TextTarget, shown: ShownText | undefined): number {
  const { code, message, stepId } = problem;
  const isHere = shown === undefined || shown.problems.some((each) => each.code === code && each.line === line && each.column === column);
  const same = isHere ? undefined : shown.problems.find((each) => each.code === code && each.message === message && each.stepId === stepId);
  const step = isHere || same !== undefined || stepId === undefined ? undefined : shown.places.get(stepId);
  return step?.from ?? offsetOf(view.state.doc, same?.line ?? line, same?.column ?? column);
}
