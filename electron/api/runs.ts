import { implement, withEventMeta } from '@orpc/server';
import { runsContract } from '../../shared/contract/runs.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { isTerminalRun, isTerminalStep } from '../../shared/run/status.ts';
import type { RunRow } from '../store/runs-table.ts';
import { acceptRun, planRun } from './accept-run.ts';
import { admit } from './admit.ts';
import type { ApiParts } from './api-parts.ts';
import { compareRuns } from './compare-runs.ts';
import { conflict, notFound } from './failures.ts';
import { requireRun } from './find.ts';
import { listRuns } from './list-runs.ts';
import { followLogSizes, logPage, searchLogs } from './log-pages.ts';
import { planRetry, prepareRetry } from './retry-run.ts';
import { plannedHead, runDocument, runHead, runValues, stepDetails } from './run-details.ts';
import { followRun } from './run-feed.ts';
import { followLogs } from './run-logs.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { transcriptOf } from './transcripts.ts';
import { iso, runSummary, runView } from './views.ts';
import { createRunsWatch } from './watch-runs.ts';

export function runHandlers(api: ApiParts) {
  const { parts, engine, dryRuns } = api;
  const { store } = parts;
  const os = implement(runsContract).use(tellStoreFailure);
  const runs = createRunsWatch({ store, engine, clock: parts.clock });

  function requireLive(run: RunRow, what: string): RunRow {
    if (isTerminalRun(run.status)) throw conflict(`Run ${run.id} cannot be ${what}: it has ended (${run.status}).`, run.status);
    return run;
  }

  function summaryOf(id: string) {
    return runSummary(store, requireRun(store, id));
  }

  return {
    start: os.start.handler(async ({ input }) => {
      if (!input.dryRun) return acceptRun(api, input);
      const { view, warnings } = await planRun(api, input);
      return { runId: view.runId, verdict: 'started' as const, warnings };
    }),

    list: os.list.handler(({ input }) => listRuns(store, input)),

    watch: os.watch.handler(({ signal }) => runs.watch(signal)),

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

    head: os.head.handler(({ input }) => {
      const planned = dryRuns.get(input.run);
      return planned === undefined ? runHead(store, requireRun(store, input.run)) : plannedHead(planned);
    }),
    document: os.document.handler(({ input }) => runDocument(store, requireRun(store, input.run))),
    compare: os.compare.handler(({ input }) => compareRuns(store, requireRun(store, input.with), requireRun(store, input.run))),
    values: os.values.handler(({ input }) => {
      const planned = dryRuns.get(input.run);
      if (planned === undefined) return runValues(requireRun(store, input.run), input);
      return runValues({ inputs: planned.inputs, outputs: planned.outputs, triggerData: {} }, input);
    }),
    step: os.step.handler(({ input }) => stepDetails(store, requireRun(store, input.run), input.step, input)),
    transcript: os.transcript.handler(({ input }) => transcriptOf(store, requireRun(store, input.run), input.step, input.largest)),
    history: os.history.handler(({ input }) => {
      const rows = store.events.page(requireRun(store, input.run).key, input.after, input.limit + 1);
      const page = rows.slice(0, input.limit);
      const next = rows.length > input.limit ? (page.at(-1)?.seq ?? null) : null;
      return { items: page.map(({ seq, at, event }) => ({ sequence: seq, at: iso(at), event })), next };
    }),

    follow: os.follow.handler(async function* ({ input, signal, lastEventId }) {
      const planned = dryRuns.get(input.run);
      if (planned !== undefined) return yield { type: 'run' as const, sequence: 1, at: planned.createdAt, run: planned };
      // A client that was cut off asks again as before, and says what it saw last.
      const after = readSequence(lastEventId) ?? input.after;
      for await (const update of followRun(store, engine, requireRun(store, input.run), after, signal)) {
        yield withEventMeta(update, { id: String(update.sequence) });
      }
    }),

    logs: os.logs.handler(({ input, signal }) => followLogs(parts, engine, requireRun(store, input.run), input, signal)),

    logSizes: os.logSizes.handler(({ input, signal }) => followLogSizes(parts, engine, requireRun(store, input.run), input.step, signal)),
    logPage: os.logPage.handler(({ input }) => logPage(parts, requireRun(store, input.run), input)),
    logSearch: os.logSearch.handler(({ input, signal }) => searchLogs(parts, requireRun(store, input.run), input, signal)),

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
      const { from } = input;
      // Whoever has a step that went well done again was not content with what the model said.
      if (from !== undefined && !input.latest) await store.write(() => store.modelCalls.judgeRetried(run.id, from));
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

/** The sequence that an event id carries; undefined for none, and for one that is not ours. */
function readSequence(eventId: string | undefined): number | undefined {
  return eventId !== undefined && /^\d{1,15}$/.test(eventId) ? Number(eventId) : undefined;
}
