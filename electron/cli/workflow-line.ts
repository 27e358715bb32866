import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { inertLine } from './output/text.ts';
import { printJson, type Session } from './session.ts';

/** What was done to a workflow, in one line. */
export function printWorkflow(session: Session, done: string, workflow: WorkflowSummary): void {
  if (session.format === 'json') printJson(session, workflow);
  else if (!session.quiet) session.terminal.write(`${done} ${inertLine(workflow.name)} ${inertLine(workflow.version)} (${workflow.id})\n`);
}
