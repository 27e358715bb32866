import { implement } from '@orpc/server';
import { type CheckpointView, checkpointsContract } from '../../shared/contract/checkpoints.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { type Checkpoint, listCheckpoints, validateCheckpoint } from '../engine/checkpoints.ts';
import type { RunRow } from '../store/runs-table.ts';
import { admit } from './admit.ts';
import type { ApiParts } from './api-parts.ts';
import { conflict, notFound } from './failures.ts';
import { requireRun } from './find.ts';
import { prepareResume } from './retry-run.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';

export function checkpointHandlers({ parts, engine }: ApiParts) {
  const { store, clock } = parts;
  const os = implement(checkpointsContract).use(tellStoreFailure);

  function requireCheckpoint(run: RunRow, id: number | undefined): Checkpoint {
    const all = listCheckpoints(store, run);
    const found = id === undefined ? all[0] : all.find((one) => one.seq === id);
    if (found !== undefined) return found;
    throw notFound(
      'checkpoint',
      id === undefined ? `of run ${run.id}` : String(id),
      all.slice(0, 3).map((one) => String(one.seq)),
    );
  }

  return {
    list: os.list.handler(({ input }) => {
      const run = requireRun(store, input.run);
      return { items: listCheckpoints(store, run).slice(0, input.limit).map(viewOf), next: null };
    }),
    create: os.create.handler(async ({ input }) => {
      const run = requireRun(store, input.run);
      const seq = store.events.lastSeq(run.key);
      if (seq === 0) throw conflict(`Run ${run.id} has not begun: there is nothing to mark yet.`, run.status);
      await store.write(() => store.checkpoints.put(run.key, { seq, label: input.label, madeBy: 'a person', at: clock.now() }));
      return viewOf(requireCheckpoint(run, seq));
    }),
    validate: os.validate.handler(({ input }) => {
      const run = requireRun(store, input.run);
      const problems = validateCheckpoint(store, run, requireCheckpoint(run, input.checkpoint).seq);
      return { valid: problems.length === 0, problems };
    }),
    prune: os.prune.handler(async ({ input }) => {
      const run = requireRun(store, input.run);
      const automatic = listCheckpoints(store, run).filter((one) => one.automatic);
      const oldestKept = automatic[input.keep - 1];
      if (oldestKept === undefined) return { removed: 0 };
      await store.write(() => store.runs.setCheckpointsFrom(run.key, oldestKept.seq));
      return { removed: automatic.length - input.keep };
    }),
    resume: os.resume.handler(async ({ input }) => {
      const run = requireRun(store, input.run);
      if (!isTerminalRun(run.status)) {
        throw conflict(
          `Run ${run.id} is under way (${run.status}). Let it end, or cancel it, before another goes on from one of its checkpoints.`,
          run.status,
        );
      }
      const checkpoint = requireCheckpoint(run, input.checkpoint);
      const problems = validateCheckpoint(store, run, checkpoint.seq);
      if (problems.length > 0) throw conflict(`No run can go on from checkpoint ${checkpoint.seq}: ${problems.join('; ')}.`);
      const outcome = await admit(engine, await prepareResume(parts, run, checkpoint.seq));
      if (outcome.verdict === 'skipped') throw conflict(`The workflow is busy with run ${outcome.busy.id}.`, outcome.busy.status);
      return { runId: outcome.run.id };
    }),
  };
}

function viewOf(checkpoint: Checkpoint): CheckpointView {
  const { seq, label, madeBy, automatic, at, bytes } = checkpoint;
  return { id: seq, label, by: madeBy, automatic, at: iso(at), bytes };
}
