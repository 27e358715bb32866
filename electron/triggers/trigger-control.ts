import type { Clock } from '../../shared/lib/clock.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import type { TriggerStatus } from '../../shared/triggers/journal.ts';
import type { TriggerDocument } from '../../shared/workflow/schema.ts';
import type { Store } from '../store/store.ts';
import type { WorkflowRow } from '../store/workflows-table.ts';
import type { BacktestSubject, Period, Replay } from './backtest/past.ts';
import type { EventParts } from './event/watch-events.ts';
import { createStorePorts, type StorePortsOptions } from './store-ports.ts';
import type { ArmedTrigger, FiringResult } from './trigger-ports.ts';
import { createTriggerSupervisor, type TriggerSupervisor } from './trigger-supervisor.ts';
import type { WebhookParts } from './webhook/webhook-trigger.ts';

/** One trigger of an imported workflow, armed or not. */
export interface TriggerInfo {
  /** `workflowId/triggerId` */
  readonly key: string;
  readonly workflow: WorkflowRow;
  readonly document: TriggerDocument;
  readonly paused: boolean;
  /** Undefined while nothing watches: the workflow or the trigger is off, or this process runs no triggers. */
  readonly status: TriggerStatus | undefined;
}

export interface TriggerControl {
  /** Arms the triggers of all enabled workflows. */
  start(): Promise<void>;
  /** A workflow was imported, enabled, disabled or deleted: its triggers follow. */
  refresh(workflow: WorkflowRow): Promise<void>;
  list(workflow?: WorkflowRow): readonly TriggerInfo[];
  /**
   * What a trigger, as it is or as it is being edited, would have made of the past. Nothing is run or stored. Throws BacktestRefused.
   */
  backtest(subject: BacktestSubject, period: Period): Promise<Replay>;
  /** As if it had happened now, whatever armed or paused it is. */
  fire(trigger: TriggerInfo, data: JsonObject): Promise<FiringResult & { readonly firingKey: number }>;
  setPaused(trigger: TriggerInfo, paused: boolean): Promise<void>;
  isAllPaused(): boolean;
  /** Whatever holds for each of them, which comes back when this is taken away. */
  setAllPaused(paused: boolean): Promise<void>;
  /** The machine has slept, or the clock was set. */
  wake(): Promise<void>;
  close(): Promise<void>;
}

export interface TriggerControlOptions extends Omit<StorePortsOptions, 'onHealth'> {
  readonly store: Store;
  readonly clock: Clock;
  /** False in a process that only runs what it is asked to. */
  readonly watches: boolean;
  readonly webhooks: WebhookParts;
  readonly events: EventParts;
  newId(): string;
}

/** The setting that pauses every trigger. */
const ALL_PAUSED = 'triggersPaused';

export function createTriggerControl(options: TriggerControlOptions): TriggerControl {
  const { store, clock, watches } = options;
  const ports = createStorePorts({ ...options, onHealth: () => undefined });
  const supervisor: TriggerSupervisor = createTriggerSupervisor({ ports, clock, webhooks: options.webhooks, events: options.events });

  const isAllPaused = (): boolean => store.settings.get(ALL_PAUSED) === true;

  function infosOf(workflow: WorkflowRow): TriggerInfo[] {
    const documents = store.workflows.version(workflow.versionKey)?.document.triggers ?? [];
    return documents.map((document) => {
      const key = `${workflow.id}/${document.id}`;
      const paused = isAllPaused() || (store.triggers.find(workflow.key, document.id ?? '')?.paused ?? false);
      return { key, workflow, document, paused, status: supervisor.statusOf(key) };
    });
  }

  function toArm(info: TriggerInfo): ArmedTrigger {
    return {
      key: info.key,
      workflowId: info.workflow.id,
      triggerId: info.document.id ?? '',
      type: info.document.type,
      config: (info.document.config ?? {}) as JsonObject,
      workingDirectory: info.workflow.workingDirectory,
      paused: info.paused,
    };
  }

  async function refresh(workflow: WorkflowRow): Promise<void> {
    if (!watches) return;
    const wanted = workflow.imported && workflow.enabled ? infosOf(workflow).filter((info) => info.document.enabled !== false) : [];
    const keep = new Set(wanted.map((info) => info.key));
    const gone = supervisor.armed().filter(({ key }) => key.startsWith(`${workflow.id}/`) && !keep.has(key));
    await Promise.all(gone.map(({ key }) => supervisor.disarm(key)));
    await store.write(() => {
      for (const { document } of wanted) store.triggers.ensure(workflow.key, document.id ?? '');
    });
    await Promise.all(wanted.map((info) => supervisor.arm(toArm(info))));
  }

  return {
    async start() {
      await Promise.all(store.workflows.list().map(refresh));
    },
    refresh,
    list: (workflow) => (workflow === undefined ? store.workflows.list() : [workflow]).flatMap(infosOf),
    async backtest(subject, period) {
      // Asked for seldom, and of every kind of trigger's rules: loaded when it is.
      const { backtest } = await import('./backtest/backtest.ts');
      return backtest({ ...options, now: () => clock.now() }, subject, period);
    },
    async fire(info, data) {
      await store.write(() => void store.triggers.ensure(info.workflow.key, info.document.id ?? ''));
      const dedupeKey = `fired:${options.newId()}`;
      const result = await ports.fire({ triggerKey: info.key, dedupeKey, at: clock.now(), data });
      const row = store.triggers.find(info.workflow.key, info.document.id ?? '');
      return { ...result, firingKey: row === undefined ? 0 : (store.firings.last(row.key)?.key ?? 0) };
    },
    async setPaused(info, paused) {
      await store.write(() => store.triggers.setPaused(store.triggers.ensure(info.workflow.key, info.document.id ?? '').key, paused));
      await refresh(info.workflow);
    },
    isAllPaused,
    async setAllPaused(paused) {
      await store.write(() => store.settings.put(ALL_PAUSED, paused));
      await Promise.all(store.workflows.list().map(refresh));
    },
    wake: () => supervisor.wake(),
    close: () => supervisor.close(),
  };
}
