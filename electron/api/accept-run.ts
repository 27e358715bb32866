import type { RunView } from '../../shared/contract/run-view.ts';
import { admit } from './admit.ts';
import type { ApiParts } from './api-parts.ts';
import { planDryRun } from './dry-run.ts';
import { conflict } from './failures.ts';
import { prepareRun, type StartRequest } from './start-run.ts';

type Parts = Pick<ApiParts, 'parts' | 'engine' | 'dryRuns'>;

export interface Accepted {
  readonly runId: string;
  readonly verdict: 'started' | 'queued' | 'coalesced';
  readonly warnings: string[];
}

/** How many plans can still be asked for. */
const keptPlans = 20;

/** Resolves when the run is accepted durably; `beside` is written in the same transaction. Throws CONFLICT when the workflow's `whenBusy: skip` refuses it, and as `prepareRun`. */
export async function acceptRun(
  { parts, engine }: Pick<Parts, 'parts' | 'engine'>,
  request: StartRequest,
  beside?: Parameters<typeof admit>[2],
): Promise<Accepted> {
  const { admission, warnings } = await prepareRun(parts, request);
  const outcome = await admit(engine, admission, beside);
  if (outcome.verdict === 'skipped') {
    throw conflict(`${admission.workflow.name} is busy with run ${outcome.busy.id}, and its whenBusy is skip.`, outcome.busy.status);
  }
  const queued = parts.store.runs.byKey(outcome.run.key)?.status === 'queued';
  const verdict = outcome.verdict === 'coalesced' ? 'coalesced' : queued ? 'queued' : 'started';
  return { runId: outcome.run.id, verdict, warnings: warnings.map((problem) => problem.message) };
}

/** What the run would do. The plan can be asked for by its id for a while, like a run. Throws as `prepareRun`. */
export async function planRun(
  { parts, dryRuns }: Parts,
  request: StartRequest,
): Promise<{ readonly view: RunView; readonly warnings: string[] }> {
  const { admission, warnings } = await prepareRun(parts, request, { dryRun: true });
  const view = await planDryRun(parts, admission);
  if (dryRuns.size > keptPlans) dryRuns.delete([...dryRuns.keys()][0] ?? '');
  dryRuns.set(view.runId, view);
  return { view, warnings: warnings.map((problem) => problem.message) };
}
