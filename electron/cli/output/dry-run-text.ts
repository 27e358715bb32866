import type { RunView } from '../../../shared/contract/run-view.ts';
import type { Terminal } from '../terminal.ts';
import { cut, inertLine } from './text.ts';

/** Columns. A sentence may hold a whole script or file. */
const longestSentence = 300;

/** What a run would do, for people: each step by its name, below it the sentence; steps inside others are indented. */
export function dryRunText(run: RunView, terminal: Terminal): string {
  const sentence = (reason: string) => terminal.style('gray', cut(inertLine(reason).replace(/ +/g, ' '), longestSentence));
  const lines = run.steps.flatMap(({ path, name, reason }) => {
    const indent = '  '.repeat(path.split('/').length - 1);
    return [`${indent}· ${inertLine(name)}`, ...(reason === null ? [] : [`${indent}    ${sentence(reason)}`])];
  });
  return [`${inertLine(run.workflow)} ${inertLine(run.version)}: what a run would do. Nothing was changed.`, ...lines]
    .map((line) => `${line}\n`)
    .join('');
}
