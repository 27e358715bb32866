import type { StepContext } from '../executor.ts';

/**
 * The environment of a step's child process. The `PAWL_…` variables come last: they tell a script which work it does,
 * and let `findMarked` find every descendant that has not cleared its environment.
 */
export function stepEnvironment(
  context: Pick<StepContext, 'environment' | 'runId' | 'stepPath' | 'taskKey' | 'attemptKey'>,
  declared: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    ...context.environment,
    ...declared,
    PAWL_RUN_ID: context.runId,
    PAWL_STEP: context.stepPath,
    PAWL_TASK_KEY: context.taskKey(),
    PAWL_ATTEMPT_KEY: context.attemptKey(),
  };
}
