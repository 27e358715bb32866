import { setTimeout } from 'node:timers/promises';

/** Waits for a condition that something outside this process or this turn makes true. Throws with `what` after `timeoutMs`. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'the condition', timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come true within ${timeoutMs} ms`);
    await setTimeout(5);
  }
}
