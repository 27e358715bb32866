import type { RunSummary } from '../../shared/contract/run-view.ts';
import { markOf, stateText } from './output/marks.ts';
import { inertLine } from './output/text.ts';
import { printJson, type Session } from './session.ts';

/** How a run stands after it was told something, in one line. */
export function printRunState(session: Session, run: RunSummary): void {
  if (session.format === 'json') {
    printJson(session, run);
    return;
  }
  const { sign, colour } = markOf(run.state);
  session.terminal.write(`${session.terminal.style(colour, sign)} ${run.runId} ${inertLine(run.workflow)}: ${stateText(run.state)}\n`);
}
