import type { Problem } from '../problem.ts';

/** An edit that cannot be done; caught by `applyEdits`, which gives its problem. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
  readonly problem: Problem;

  constructor(code: string, message: string, stepId?: string) {
    super(message);
    this.problem = { code, message, severity: 'error', ...(stepId === undefined ? {} : { stepId }) };
  }
}
