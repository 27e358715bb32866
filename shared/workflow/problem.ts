/** One thing wrong with a document. `path` is a JSON path such as `steps[2].with.path`; line and column count from 1. */
export interface Problem {
  /** Upper snake case, stable: `UNKNOWN_STEP`, `CYCLE`, `WRONG_TYPE`, … */
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly stepId?: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A document that cannot be used, with every problem found in it. */
export class WorkflowInvalid extends Error {
  override readonly name = 'WorkflowInvalid';
  readonly code = 'WORKFLOW_INVALID';
  readonly problems: readonly Problem[];

  constructor(source: string, problems: readonly Problem[]) {
    const first = problems[0];
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(`${source} is not a valid workflow: ${first?.message ?? 'unknown problem'}${more}`);
    this.problems = problems;
  }
}
