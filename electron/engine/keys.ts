import { hash } from 'node:crypto';

/** The same for all attempts of one logical step (a loop's iteration is part of the path). 32 hex digits. */
export function taskKeyOf(installId: string, runId: string, path: string): string {
  return hash('sha256', `${installId}\n${runId}\n${path}`).slice(0, 32);
}

/** New for each deliberate retry, the same when a crash replays one attempt. 32 hex digits. */
export function attemptKeyOf(taskKey: string, attempt: number): string {
  return hash('sha256', `${taskKey}\n${attempt}`).slice(0, 32);
}
