import { parseApprovalRequest } from '../../inbox/inbox-field.ts';
import type { Finding } from '../finding.ts';
import { didYouMean } from '../nearest.ts';
import { Upstream } from '../upstream.ts';
import type { CheckContext } from './check-context.ts';

/** A push-back that leads nowhere, and forms that cannot be shown. */
export function checkApprovals(context: CheckContext): Finding[] {
  const upstream = new Upstream(context.scopes);
  return context.steps.flatMap(({ id, step, path }) => {
    if (!('approve' in step) || context.unread.has(step)) return [];
    const { rewindTo, message, fields } = step.approve;
    const findings: Finding[] = [];
    if (rewindTo !== undefined && !upstream.isBefore(rewindTo, id)) {
      const known = context.stepsById.has(rewindTo);
      const why = known ? 'does not come before it' : `is no step${didYouMean(rewindTo, [...context.stepsById.keys()])}`;
      const problem = { message: `\`${id}\` is pushed back to \`${rewindTo}\`, which ${why}`, stepId: id };
      findings.push({ code: known ? 'REWIND_NOT_BEFORE' : 'UNKNOWN_STEP', ...problem, path: [...path, 'approve', 'rewindTo'] });
    }
    // What is filled in later can be checked only then.
    const parsed = parseApprovalRequest({ message, ...(fields === undefined ? {} : { fields }) });
    if (!parsed.ok && !JSON.stringify(fields).includes('{{')) {
      const problem = `The form of \`${id}\` is not valid: ${parsed.problem}`;
      findings.push({ code: 'INVALID_FORM', message: problem, stepId: id, path: [...path, 'approve', 'fields'] });
    }
    return findings;
  });
}
