import type { StepSummary } from '../../../shared/contract/run-view.ts';
import type { Terminal } from '../terminal.ts';
import { markOf, stateText } from './marks.ts';
import { cut, inert, inertLine } from './text.ts';
import { durationText } from './time.ts';

/** How a step is called in a list: nested ones by their place, `each[3]/convert`. */
export function stepLabel(step: StepSummary): string {
  return step.path.includes('/') ? step.path : step.name;
}

/** One line for the step, then indented why it is so: the reason, the error and its hint. */
export function stepLines(step: StepSummary, terminal: Terminal): string {
  const { sign, colour } = markOf(step.state);
  const word = step.state === 'succeeded' ? '' : ` ${stateText(step.state)}`;
  const tries = step.attempts > 1 ? ` after ${step.attempts} attempts` : '';
  const time = durationText(step.durationMs);
  const label = cut(inertLine(stepLabel(step)), Math.max(20, terminal.columns - 40));
  const head = `${terminal.style(colour, `${sign}`)} ${label}${terminal.style(colour, word)}${tries}${time === '' ? '' : terminal.style('gray', `  ${time}`)}`;
  const details =
    step.error === null ? [] : [`${step.error.code}: ${step.error.message}`, ...(step.error.hint === undefined ? [] : [step.error.hint])];
  const why = step.reason === null || step.reason === step.error?.message ? details : [step.reason, ...details];
  return [head, ...why.flatMap((text) => inert(text).split('\n')).map((line) => `    ${line}`)].map((line) => `${line}\n`).join('');
}
