import { autocompletion, type CompletionSource, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from '@codemirror/view';
import { changeBetween } from '../document/text-change.ts';
import { chosenLines } from './chosen-lines.ts';
import { editorLooks } from './editor-looks.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  /** Of the text: how it is coloured and folded. */
  readonly language: Extension;
  /** Of the content security policy, for the styles that the editor puts into the page. */
  readonly nonce: string;
  readonly sources: readonly CompletionSource[];
  explain(view: EditorView, pos: number): Tooltip | null;
  onText(text: string): void;
  /** The caret was moved by the person, not by typing. */
  onCaret(offset: number): void;
  undo(): void;
  redo(): void;
}

/** Marks changes that come from elsewhere: they are not told back. */
const fromOutside = Annotation.define<boolean>();
const language = new Compartment();

export function createEditor(options: EditorOptions): EditorView {
  const does = (act: () => void) => () => {
    act();
    return true;
  };
  return new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        EditorView.contentAttributes.of({ 'aria-label': 'Text of the workflow', spellcheck: 'false', tabindex: '0' }),
        lintGutter(),
        lineNumbers(),
        foldGutter(),
        codeFolding(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        search({ top: true }),
        language.of(options.language),
        chosenLines,
        editorLooks,
        autocompletion({ override: [...options.sources], icons: false }),
        hoverTooltip((view, pos) => options.explain(view, pos), { hoverTime: 400 }),
        keymap.of([
          // Steps back are those of the whole document, not of this editor.
          { key: 'Mod-z', run: does(options.undo), shift: does(options.redo), preventDefault: true },
          { key: 'Mod-y', run: does(options.redo), preventDefault: true },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...foldKeymap,
          ...lintKeymap,
          // These belong to the page around the editor.
          ...defaultKeymap.filter(({ key }) => key !== 'Mod-\\' && key !== 'Mod-Alt-\\'),
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          const isOutside = update.transactions.some((transaction) => transaction.annotation(fromOutside) === true);
          if (isOutside) return;
          if (update.docChanged) options.onText(update.state.doc.toString());
          else if (update.selectionSet) options.onCaret(update.state.selection.main.head);
        }),
      ],
    }),
  });
}

/** Brings the editor to a text, by the stretch that differs, so that caret and folds stay. */
export function showText(view: EditorView, text: string): void {
  const change = changeBetween(view.state.doc.toString(), text);
  if (change === undefined) return;
  const { at, removed, inserted } = change;
  view.dispatch({ changes: { from: at, to: at + removed.length, insert: inserted }, annotations: fromOutside.of(true) });
}

/** The text is of another language from now on. */
export function setLanguage(view: EditorView, spoken: Extension): void {
  view.dispatch({ effects: language.reconfigure(spoken) });
}

/** Puts the caret at a place and brings it into view. */
export function goTo(view: EditorView, offset: number): void {
  view.dispatch({
    selection: { anchor: offset },
    effects: EditorView.scrollIntoView(offset, { y: 'center' }),
    annotations: fromOutside.of(true),
  });
  view.focus();
}

export function reveal(view: EditorView, offset: number): void {
  if (offset <= view.state.doc.length) view.dispatch({ effects: EditorView.scrollIntoView(offset, { y: 'nearest', yMargin: 40 }) });
}
