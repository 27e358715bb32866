import { implement } from '@orpc/server';
import { runsContract } from '../../shared/contract/runs.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { isTerminalRun, isTerminalStep, type RunStatus } from '../../shared/run/status.ts';
import type { RunRow } from '../store/runs-table.ts';
import { admit } from './admit.ts';
import type { ApiParts } from './api-parts.ts';
import { cutPage, readCursor } from './cursor.ts';
import { planDryRun } from './dry-run.ts';
import { conflict, notFound } from './failures.ts';
import { requireKnown, requireRun } from './find.ts';
import { planRetry, prepareRetry } from './retry-run.ts';
import { followRun } from './run-feed.ts';
import { followLogs } from './run-logs.ts';
import { prepareRun } from './start-run.ts';
import { runSummary, runView } from './views.ts';

export function runHandlers({ parts, engine, dryRuns }: ApiParts) {
  const { store } = parts;
  const os = implement(runsContract);

  function requireLive(run: RunRow, what: string): RunRow {
    if (isTerminalRun(run.status)) throw conflict(`Run ${run.id} cannot be ${what}: it has ended (${run.status}).`, run.status);
    return run;
  }

  function summaryOf(id: string) {
    return runSummary(store, requireRun(store, id));
  }

  return {
    start: os.start.handler(async ({ input }) => {
      const { admission, warnings } = await prepareRun(parts, input);
      const texts = warnings.map((problem) => problem.message);
      if (input.dryRun) {
        const view = await planDryRun(parts, admission);
        if (dryRuns.size > 20) dryRuns.delete([...dryRuns.keys()][0] ?? '');
        dryRuns.set(view.runId, view);
        return { runId: view.runId, verdict: 'started' as const, warnings: texts };
      }
      const outcome = await admit(engine, admission);
      if (outcome.verdict === 'skipped') {
        throw conflict(`${admission.workflow.name} is busy with run ${outcome.busy.id}, and its whenBusy is skip.`, outcome.busy.status);
      }
      const queued = store.runs.byKey(outcome.run.key)?.status === 'queued';
      const verdict = outcome.verdict === 'coalesced' ? 'coalesced' : queued ? 'queued' : 'started';
      return { runId: outcome.run.id, verdict, warnings: texts };
    }),

    list: os.list.handler(({ input }) => {
      const { workflow, states, since } = input;
      const before = readCursor(input.cursor);
      const rows = store.runs.list({
        limit: input.limit + 1,
        ...(workflow === undefined ? {} : { workflowKey: requireKnown(store, workflow).key }),
        ...(states === undefined ? {} : { statuses: states as RunStatus[] }),
        ...(since === undefined ? {} : { since: Date.parse(since) }),
        ...(before === undefined ? {} : { before }),
      });
      const page = cutPage(rows, input.limit);
      return { items: page.rows.map((row) => runSummary(store, row)), next: page.next };
    }),

    get: os.get.handler(({ input }) => {
      const planned = dryRuns.get(input.run);
      const view = planned ?? runView(store, requireRun(store, input.run));
      if (input.step === undefined) return view;
      const steps = view.steps.filter((step) => step.path === input.step || step.id === input.step);
      if (steps.length === 0) {
        throw notFound(
          'step',
          input.step,
          view.steps.map((step) => step.path),
        );
      }
      return { ...view, steps };
    }),

    follow: os.follow.handler(async function* ({ input, signal }) {
      const planned = dryRuns.get(input.run);
      if (planned === undefined) return yield* followRun(store, engine, requireRun(store, input.run), input.after, signal);
      yield { type: 'run' as const, sequence: 1, at: planned.createdAt, run: planned };
    }),

    logs: os.logs.handler(({ input, signal }) => followLogs(parts, engine, requireRun(store, input.run), input, signal)),

    pause: os.pause.handler(async ({ input }) => {
      const run = requireLive(requireRun(store, input.run), 'paused');
      await engine.pause(run, 'a person');
      return summaryOf(run.id);
    }),
    resume: os.resume.handler(async ({ input }) => {
      const run = requireLive(requireRun(store, input.run), 'resumed');
      await engine.resume(run, 'a person');
      return summaryOf(run.id);
    }),
    cancel: os.cancel.handler(async ({ input }) => {
      const run = requireLive(requireRun(store, input.run), 'cancelled');
      return runSummary(store, await engine.cancel(run, 'a person', input.reason));
    }),

    retry: os.retry.handler(async ({ input }) => {
      const run = requireRun(store, input.run);
      const outcome = await admit(engine, await prepareRetry(parts, run, input));
      if (outcome.verdict === 'skipped') throw conflict(`The workflow is busy with run ${outcome.busy.id}.`, outcome.busy.status);
      return { runId: outcome.run.id };
    }),

    previewRetry: os.previewRetry.handler(({ input }) => {
      const { rerun, reused } = planRetry(parts, requireRun(store, input.run), input);
      return { rerun: [...rerun], reused: [...reused] };
    }),

    decide: os.decide.handler(async ({ input }) => {
      const run = requireLive(requireRun(store, input.run), 'decided');
      const rows = store.steps.list(run.key).filter((row) => row.path === input.step || row.path.endsWith(`/${input.step}`));
      const step = rows.find((row) => row.status === 'unknown') ?? rows[0];
      if (step === undefined) throw notFound('step', input.step);
      if (isTerminalStep(step.status))
        throw conflict(`Step ${step.path} has ended (${step.status}): there is nothing to decide.`, step.status);
      try {
        await engine.decide(run, step.path, input.decision, 'a person', input.output);
      } catch (error) {
        if (error instanceof ActionError) throw conflict(error.message, step.status);
        throw error;
      }
      return summaryOf(run.id);
    }),
  };
}
