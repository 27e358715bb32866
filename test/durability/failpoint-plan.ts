import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { armFailpoints, failpoints } from '../../shared/lib/failpoint.ts';

export const failpointPlanSchema = z.object({
  point: z.enum(failpoints),
  /** Counts from 1: which time the point is reached. */
  hit: z.number().int().min(1),
  action: z.enum(['kill', 'throw', 'hang']),
});
export type FailpointPlan = z.output<typeof failpointPlanSchema>;

/** Every point that is reached is noted in `hitsFile`, and the planned one is acted on. */
export function armPlan(hitsFile: string, plan: FailpointPlan | undefined): void {
  const left = new Map(plan === undefined ? [] : [[plan.point, plan.hit]]);
  armFailpoints((point) => {
    appendFileSync(hitsFile, `${point}\n`);
    const count = left.get(point);
    if (count === undefined || plan === undefined) return;
    left.set(point, count - 1);
    if (count !== 1) return;
    appendFileSync(hitsFile, `acted ${point}\n`);
    act(plan);
  });
}

function act({ point, action }: FailpointPlan): void {
  if (action === 'throw') throw new Error(`The failpoint ${point} was told to throw`);
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  // A signal to oneself may take a moment; and a hang ends only with the process.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
