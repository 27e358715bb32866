import type { WorkflowVersion } from '../../../shared/contract/workflows.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { StepFact, ValueChange, WorkflowDiff } from '../../../shared/workflow/diff.ts';
import type { Terminal } from '../terminal.ts';
import { cut, inertLine } from './text.ts';
import { relativeTime } from './time.ts';

interface ToldDiff {
  readonly was: Pick<WorkflowVersion, 'number' | 'createdAt'>;
  readonly now: Pick<WorkflowVersion, 'number' | 'createdAt'>;
  readonly diff: WorkflowDiff;
}

type Screen = Pick<Terminal, 'columns' | 'style'>;

/** A line for each step and value that differs, what it does before where it stands. */
export function diffText({ was, now, diff }: ToldDiff, screen: Screen, nowMs: number): string {
  const head = `Version ${was.number} (${relativeTime(was.createdAt, nowMs)}) → ${now.number} (${relativeTime(now.createdAt, nowMs)})`;
  const lines = diff.isSame ? ['Both do the same. At most comments, or the order of keys, differ.'] : changeLines(diff, screen);
  return [head, ...lines].map((line) => `${line}\n`).join('');
}

function changeLines({ facts, added, removed, changed, edgesAdded, edgesRemoved, moved }: WorkflowDiff, screen: Screen): string[] {
  const plus = (text: string): string => screen.style('green', `+ ${text}`);
  const minus = (text: string): string => screen.style('red', `- ${text}`);
  const edge = ({ from, to, on }: WorkflowDiff['edgesAdded'][number]): string => inertLine(`${from} → ${to} on ${on}`);
  return [
    ...added.map((step) => plus(stepText(step))),
    ...removed.map((step) => minus(stepText(step))),
    ...changed.flatMap((step) => [
      screen.style('yellow', `~ ${stepText(step)}`),
      ...(step.to === undefined ? [] : [`    from ${inertLine(step.from || 'the main list')} to ${inertLine(step.to || 'the main list')}`]),
      ...valueLines(step.changes, screen),
    ]),
    ...(facts.length === 0 ? [] : [screen.style('yellow', '~ the workflow itself'), ...valueLines(facts, screen)]),
    ...edgesAdded.map((one) => plus(edge(one))),
    ...edgesRemoved.map((one) => minus(edge(one))),
    ...(moved.length === 0 ? [] : [`only moved: ${inertLine(moved.join(', '))}`]),
  ];
}

function stepText({ id, name, does }: StepFact): string {
  return inertLine(`${id}${name === id ? '' : ` (${name})`}: ${does}`);
}

function valueLines(changes: readonly ValueChange[], { columns }: Screen): string[] {
  return changes.map(
    ({ path, before, after }) => `    ${cut(inertLine(`${path}: ${valueText(before)} → ${valueText(after)}`), columns - 4)}`,
  );
}

function valueText(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
