import type { Finding } from '../finding.ts';
import type { CheckContext } from './check-context.ts';

/** Rules that could never hold: only steps with a model have something to be unsure about. */
export function checkEscalations(context: CheckContext): Finding[] {
  return context.steps.flatMap(({ id, step, path }): Finding[] => {
    if (!('action' in step) || step.escalate === undefined || context.unread.has(step) || step.action.startsWith('ai.')) return [];
    const message = `\`escalate\` of \`${id}\` never holds: ${step.action} asks no model. Use the action inbox.escalate in a step after it`;
    return [{ code: 'ESCALATE_WITHOUT_MODEL', message, stepId: id, path: [...path, 'escalate'] }];
  });
}
