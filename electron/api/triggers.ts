import { implement } from '@orpc/server';
import { journalContract } from '../../shared/contract/journal.ts';
import { type TriggerView, triggersContract } from '../../shared/contract/triggers.ts';
import type { FiringRow } from '../store/firings-table.ts';
import type { TriggerInfo } from '../triggers/trigger-control.ts';
import type { ApiParts } from './api-parts.ts';
import { backtestTrigger } from './backtest-trigger.ts';
import { cutPage, readCursor } from './cursor.ts';
import { requireImported } from './find.ts';
import { planWeek } from './plan-week.ts';
import { previewTrigger } from './preview-trigger.ts';
import { requireTrigger } from './require-trigger.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { patternOf, triggerName } from './trigger-name.ts';
import { iso } from './views.ts';

export function triggerHandlers({ parts, triggers }: ApiParts) {
  const { store } = parts;
  const os = implement(triggersContract).use(tellStoreFailure);

  function viewOf(info: TriggerInfo): TriggerView {
    const row = store.triggers.find(info.workflow.key, info.document.id ?? '');
    const last = row === undefined ? undefined : store.firings.last(row.key);
    const { status, paused } = info;
    const health = status?.health ?? 'disarmed';
    return {
      id: triggerName(info),
      workflow: info.workflow.name,
      workflowId: info.workflow.id,
      type: info.document.type,
      pattern: patternOf(info),
      enabled: info.workflow.enabled && info.document.enabled !== false,
      paused,
      health,
      reason: paused
        ? 'paused: what fires is journaled and starts nothing'
        : (status?.reason ?? (status === undefined ? whyOff(info) : null)),
      nextAt: status?.nextFiringAt === undefined ? null : iso(status.nextFiringAt),
      last: last === undefined ? null : { at: iso(last.at), verdict: last.verdict },
    };
  }

  async function setPaused(name: string, paused: boolean): Promise<TriggerView> {
    await triggers.setPaused(requireTrigger(triggers.list(), name), paused);
    return viewOf(requireTrigger(triggers.list(), name));
  }

  return {
    list: os.list.handler(({ input }) => {
      const workflow = input.workflow === undefined ? undefined : requireImported(store, input.workflow);
      return { items: triggers.list(workflow).map(viewOf), next: null, allPaused: triggers.isAllPaused() };
    }),
    week: os.week.handler(({ input: { trigger, workflow, from, zone, asleep, night } }) => {
      const all = triggers.list(workflow === undefined ? undefined : requireImported(store, workflow));
      const chosen = trigger === undefined ? all : [requireTrigger(all, trigger)];
      return planWeek({ triggers: chosen, from, zone, asleep, night }, parts.clock.now());
    }),
    setAllPaused: os.setAllPaused.handler(async ({ input }) => {
      await triggers.setAllPaused(input.paused);
      return { allPaused: triggers.isAllPaused() };
    }),
    fire: os.fire.handler(async ({ input }) => {
      const { verdict, runId, reason, firingKey } = await triggers.fire(requireTrigger(triggers.list(), input.trigger), input.data);
      return { firingId: String(firingKey), verdict, reason: reason ?? null, runId: runId ?? null };
    }),
    pause: os.pause.handler(({ input }) => setPaused(input.trigger, true)),
    resume: os.resume.handler(({ input }) => setPaused(input.trigger, false)),
    backtest: os.backtest.handler(({ input }) => backtestTrigger({ parts, triggers }, input)),
    preview: os.preview.handler(({ input }) => previewTrigger({ parts }, input)),
  };
}

export function journalHandlers({ parts, triggers }: ApiParts) {
  const { store } = parts;
  const os = implement(journalContract).use(tellStoreFailure);

  function viewOf(firing: FiringRow) {
    const workflow = store.workflows.byKey(firing.workflowKey);
    const document = workflow === undefined ? undefined : store.workflows.version(workflow.versionKey)?.document;
    return {
      id: String(firing.key),
      at: iso(firing.at),
      trigger: `${workflow?.name ?? '?'}/${firing.triggerId}`,
      workflow: workflow?.name ?? '?',
      type: document?.triggers?.find((one) => one.id === firing.triggerId)?.type ?? '?',
      verdict: firing.verdict,
      reason: firing.reason,
      runId: firing.runId,
      data: firing.data,
    };
  }

  return {
    list: os.list.handler(({ input }) => {
      const before = readCursor(input.cursor);
      const info = input.trigger === undefined ? undefined : requireTrigger(triggers.list(), input.trigger);
      const triggerKey = info === undefined ? undefined : (store.triggers.find(info.workflow.key, info.document.id ?? '')?.key ?? -1);
      const rows = store.firings.list({
        limit: input.limit + 1,
        ...(triggerKey === undefined ? {} : { triggerKey }),
        ...(input.workflow === undefined ? {} : { workflowKey: requireImported(store, input.workflow).key }),
        ...(input.verdicts === undefined ? {} : { verdicts: input.verdicts }),
        ...(input.since === undefined ? {} : { since: Date.parse(input.since) }),
        ...(before === undefined ? {} : { before }),
      });
      const page = cutPage(rows, input.limit);
      return { items: page.rows.map(viewOf), next: page.next };
    }),
  };
}

function whyOff({ workflow, document }: TriggerInfo): string {
  if (!workflow.enabled) return 'the workflow is disabled';
  return document.enabled === false ? 'the trigger is disabled' : 'no engine watches; start one with: pawl serve';
}
