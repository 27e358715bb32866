import { type Action, type Diagnostic, setDiagnostics } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Problem } from '../../../shared/workflow/problem.ts';
import { canBeAgent, isMissingAgent } from '../document/agent-mentions.ts';

/** What stands at a problem's place: a quoted text, or a word. */
const TOKEN = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,\]}#]+)/;

/** Underlines the problems, and marks their lines in the gutter. */
export function markProblems(view: EditorView, problems: readonly Problem[], makeAgent: (name: string) => void): void {
  const { doc } = view.state;
  const diagnostics = problems.map((problem) => ({ ...toDiagnostic(problem, doc), actions: waysOut(problem, makeAgent) }));
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function toDiagnostic({ line, column, severity, message }: Problem, doc: Text): Diagnostic {
  const from = offsetOf(doc, line ?? 1, column ?? 1);
  const { to: lineEnd } = doc.lineAt(from);
  const token = TOKEN.exec(doc.sliceString(from, lineEnd))?.[0];
  return { from, to: token === undefined ? lineEnd : from + token.length, severity, message };
}

/** What is said to whoever points at a problem, beside what it is. */
function waysOut(problem: Problem, makeAgent: (name: string) => void): readonly Action[] {
  if (!isMissingAgent(problem) || !canBeAgent(problem.agent)) return [];
  return [{ name: 'Make the agent', apply: () => makeAgent(problem.agent) }];
}

/** The nearest place that is there: the text may have changed since it was read. */
export function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(from + Math.max(0, column - 1), to);
}
