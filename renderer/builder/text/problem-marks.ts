import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Problem } from '../../../shared/workflow/problem.ts';

/** What stands at a problem's place: a quoted text, or a word. */
const TOKEN = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,\]}#]+)/;

/** Underlines the problems, and marks their lines in the gutter. */
export function markProblems(view: EditorView, problems: readonly Problem[]): void {
  const { doc } = view.state;
  const diagnostics = problems.flatMap((problem) => toDiagnostic(problem, doc));
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function toDiagnostic({ line, column, severity, message }: Problem, doc: Text): Diagnostic[] {
  const from = offsetOf(doc, line ?? 1, column ?? 1);
  const { to: lineEnd } = doc.lineAt(from);
  const token = TOKEN.exec(doc.sliceString(from, lineEnd))?.[0];
  return [{ from, to: token === undefined ? lineEnd : from + token.length, severity, message }];
}

/** The nearest place that is there: the text may have changed since it was read. */
export function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(from + Math.max(0, column - 1), to);
}
