import type { Backtest } from '../../shared/contract/backtest.ts';

/** How often it would have fired, and how that differs from what it did. */
export function summaryOfBacktest({ was, would, changes }: Pick<Backtest, 'was' | 'would' | 'changes'>, days: number): string {
  const period = days === 1 ? 'in the last day' : `in the last ${days} days`;
  const { gained = 0, lost = 0 } = changes;
  const differences = [...(gained === 0 ? [] : [`${gained} that did not start`]), ...(lost === 0 ? [] : [`without ${lost} that did`])];
  const then = was.runs === would.runs && differences.length === 0 ? ', as it did' : `; it started ${was.runs}`;
  const which = differences.length === 0 ? '' : ` (${differences.join(', ')})`;
  return `Would have started ${would.runs === 1 ? '1 run' : `${would.runs} runs`} ${period}${which}${then}.`;
}
