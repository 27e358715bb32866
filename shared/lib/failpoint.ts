/**
 * The moments at which a crash must do no harm, as the durability harness names them: C0 before an admission is written, C1 written and not
 * answered, C2 a step is ready, C3 its intent is written, C4 its effect is under way, C5 its effect is done, C6 a commit is about to be made,
 * C7 a result is written, C8 a commit was made and has not returned, C9 a wait is armed, C10 a decision is about to be written,
 * C11 a cancellation is written, C12 an event is about to be told, C13 a migration is about to be committed, C14 an interrupted attempt
 * starts again.
 */
export const failpoints = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11', 'C12', 'C13', 'C14'] as const;
export type Failpoint = (typeof failpoints)[number];

let onHit: ((point: Failpoint) => void) | undefined;

/** Does nothing, unless a test has armed it. Declared to be without effect, so that the bundler leaves every call out of a release. */
// @__NO_SIDE_EFFECTS__
export function failpoint(point: Failpoint): void {
  onHit?.(point);
}

/** For the process of a test alone: `hit` may throw, block, or end the process. */
export function armFailpoints(hit: (point: Failpoint) => void): void {
  onHit = hit;
}
