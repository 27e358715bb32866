import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours for light and dark stand beside each other: the page says which of them holds. */
const colours = {
  key: 'light-dark(#1864ab, #74c0fc)',
  string: 'light-dark(#2b6a38, #8ce99a)',
  number: 'light-dark(#9c3900, #ffa94d)',
  comment: 'light-dark(#5f6b76, #8b949e)',
  anchor: 'light-dark(#862e9c, #e599f7)',
  placeholder: 'light-dark(#087f5b, #63e6be)',
  punctuation: 'light-dark(#5c636a, #a6a7ab)',
};

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: colours.anchor },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: colours.key },
  { tag: [tags.string, tags.special(tags.string)], color: colours.string },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: colours.number },
  { tag: tags.comment, color: colours.comment, fontStyle: 'italic' },
  { tag: [tags.labelName, tags.typeName, tags.meta], color: colours.anchor },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: colours.punctuation },
]);

const line = 'var(--mantine-color-default-border)';
const raised = 'light-dark(#ffffff, #25262b)';

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.6' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#c5e4f9, #1f4460)',
  },
  '.cm-gutters': { backgroundColor: 'var(--mantine-color-body)', color: 'light-dark(#6b747d, #8b9096)', border: 'none' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--mantine-color-text)' },
  '.cm-activeLine': { backgroundColor: 'light-dark(rgb(0 0 0 / 3%), rgb(255 255 255 / 4%))' },
  '.cm-chosen': { backgroundColor: 'var(--pawl-chosen)', boxShadow: 'inset 2px 0 var(--mantine-primary-color-filled)' },
  '.cm-placeholder-text': { color: colours.placeholder, fontWeight: '600' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'transparent',
    border: `1px solid ${line}`,
    color: 'var(--mantine-color-dimmed)',
    padding: '0 4px',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'light-dark(#d3f9d8, #2b4733)' },
  '.cm-searchMatch': { backgroundColor: 'light-dark(#ffec99, #5c4a12)' },
  '.cm-searchMatch-selected': { backgroundColor: 'light-dark(#ffc078, #8a5200)' },
  '.cm-selectionMatch': { backgroundColor: 'light-dark(#e7f5ff, #23394a)' },
  '.cm-panels': { backgroundColor: raised, color: 'inherit', borderColor: line },
  '.cm-panels.cm-panels-top': { borderBottom: `1px solid ${line}` },
  '.cm-panel.cm-search': { padding: '6px 28px 6px 8px', fontFamily: 'var(--mantine-font-family)' },
  '.cm-panel.cm-search label': { fontSize: '12px', display: 'inline-flex', alignItems: 'center' },
  '.cm-textfield': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'inherit',
    border: `1px solid ${line}`,
    borderRadius: 'var(--mantine-radius-sm)',
    padding: '2px 6px',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--mantine-color-default)',
    color: 'inherit',
    border: `1px solid ${line}`,
    borderRadius: 'var(--mantine-radius-sm)',
    textTransform: 'capitalize',
  },
  '.cm-panel.cm-search [name=close]': { color: 'inherit', fontSize: '16px', right: '8px', top: '4px' },
  '.cm-tooltip': {
    backgroundColor: raised,
    color: 'inherit',
    border: `1px solid ${line}`,
    borderRadius: 'var(--mantine-radius-sm)',
    boxShadow: 'var(--mantine-shadow-md)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mantine-font-family-monospace)', maxHeight: '240px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px !important' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--pawl-chosen)', color: 'inherit' },
  '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal', marginLeft: '12px' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionInfo': { padding: '8px 10px', maxWidth: '300px', fontFamily: 'var(--mantine-font-family)', fontSize: '12px' },
  '.cm-explained': {
    padding: '6px 10px',
    maxWidth: '360px',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '12px',
    lineHeight: '1.45',
  },
  '.cm-explained-type': { color: 'var(--mantine-color-dimmed)', fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '11px' },
  '.cm-diagnostic': {
    padding: '5px 10px',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '12px',
    maxWidth: '420px',
    whiteSpace: 'pre-wrap',
  },
  '.cm-diagnostic-error': { borderLeft: '3px solid light-dark(#e03131, #ff8787)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid light-dark(#e8890c, #ffc078)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy light-dark(#e03131, #ff8787) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy light-dark(#b36200, #ffc078) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 1px' },
  '.cm-lint-marker': { width: '10px', height: '10px', margin: '5px 1px', borderRadius: '50%', content: 'none !important' },
  '.cm-lint-marker-error': { backgroundColor: 'light-dark(#e03131, #ff6b6b)', content: 'none' },
  '.cm-lint-marker-warning': { backgroundColor: 'light-dark(#e8890c, #ffc078)', content: 'none' },
});

const placeholderMatcher = new MatchDecorator({ regexp: /\{\{.*?\}\}/g, decoration: Decoration.mark({ class: 'cm-placeholder-text' }) });

const placeholders = ViewPlugin.fromClass(
  class {
    decorations;
    constructor(view: EditorView) {
      this.decorations = placeholderMatcher.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = placeholderMatcher.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

/** The window's own colours, in light and dark, with placeholders standing out. */
export const editorLooks: Extension = [theme, syntaxHighlighting(highlight), placeholders];
