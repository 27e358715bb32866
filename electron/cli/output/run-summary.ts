import type { RunView, StepView } from '../../../shared/contract/run-view.ts';
import type { Terminal } from '../terminal.ts';
import { dryRunText } from './dry-run-text.ts';
import { markOf, stateText } from './marks.ts';
import { inert, inertLine, pad } from './text.ts';
import { durationText } from './time.ts';

/** The end of a run for people: which, what came of it, how long it took, and what to do where something is left to do. */
export function runSummary(run: RunView, terminal: Terminal): string {
  if (run.dryRun) return dryRunText(run, terminal);
  const { sign, colour } = markOf(run.state);
  const facts: (readonly [string, string])[] = [
    ['run', run.runId],
    ['workflow', `${inertLine(run.workflow)} ${inertLine(run.version)}`],
    ['state', terminal.style(colour, `${sign} ${stateText(run.state)}`)],
    ['duration', durationText(run.durationMs)],
    ['steps', countSteps(run.steps)],
  ];
  for (const [index, [name, value]] of Object.entries(run.outputs ?? {}).entries()) {
    facts.push([index === 0 ? 'outputs' : '', `${inertLine(name)}: ${inert(typeof value === 'string' ? value : JSON.stringify(value))}`]);
  }
  if (run.error !== null) facts.push(['error', inert(`${run.error.code}: ${run.error.message}`)]);
  const lines = facts.filter(([, value]) => value !== '').map(([name, value]) => `  ${terminal.style('gray', pad(name, 9))} ${value}`);
  return `${[...lines, ...whatNext(run)].join('\n')}\n`;
}

/** `3 succeeded, 1 skipped`, in the order in which each state first appears. */
function countSteps(steps: readonly StepView[]): string {
  const counts = new Map<string, number>();
  for (const step of steps) counts.set(step.state, (counts.get(step.state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state.replaceAll('_', ' ')}`).join(', ');
}

function whatNext(run: RunView): readonly string[] {
  switch (run.state) {
    case 'needs_attention':
      return run.steps
        .filter((step) => step.state === 'unknown')
        .map((step) => `  decide    pawl decide ${run.runId} ${inertLine(step.path)} retry|done|skip|fail`);
    case 'paused':
      return [`  go on     pawl resume ${run.runId}`];
    case 'failed':
    case 'timed_out':
      return [`  look      pawl logs ${run.runId}`, `  again     pawl retry ${run.runId}`];
    default:
      return [];
  }
}
