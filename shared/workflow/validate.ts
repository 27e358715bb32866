import type { Catalogue } from './catalogue.ts';
import { checkAgents } from './checks/check-agents.ts';
import { checkApprovals } from './checks/check-approvals.ts';
import { createCheckContext } from './checks/check-context.ts';
import { checkEdges } from './checks/check-edges.ts';
import { checkEscalations } from './checks/check-escalations.ts';
import { checkIds } from './checks/check-ids.ts';
import { checkReferences } from './checks/check-references.ts';
import { checkTools } from './checks/check-tools.ts';
import { checkTypes } from './checks/check-types.ts';
import { checkVariables } from './checks/check-variables.ts';
import type { Finding } from './finding.ts';
import type { StepDocument, WorkflowDocument } from './schema.ts';

const NONE: ReadonlySet<StepDocument> = new Set();

/**
 * Everything that is wrong with a document beyond its shape. Its steps have ids.
 * `unread` are stand-ins for steps whose own problems are known already.
 */
export function validate(document: WorkflowDocument, catalogue: Catalogue, unread: ReadonlySet<StepDocument> = NONE): Finding[] {
  const context = createCheckContext(document, catalogue, unread);
  return [
    checkIds,
    checkVariables,
    checkEdges,
    checkTypes,
    checkReferences,
    checkApprovals,
    checkEscalations,
    checkAgents,
    checkTools,
  ].flatMap((check) => check(context));
}
