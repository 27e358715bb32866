import { z } from 'zod';
import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { TriggerStatus } from '../../shared/triggers/journal.ts';
import { laterTriggers } from '../../shared/triggers/later.ts';
import { isTriggerType, type TriggerType, triggerDefinitions } from '../../shared/triggers/registry.ts';
import type { ArmContext, TriggerBehaviour } from './behaviour.ts';
import type { EventParts } from './event/watch-events.ts';
import type { ArmedTrigger, TriggerPorts } from './trigger-ports.ts';
import type { WebhookParts } from './webhook/webhook-trigger.ts';

export interface TriggerListing extends TriggerStatus {
  readonly key: string;
  readonly type: string;
}

/** Keeps the triggers of enabled workflows at work. */
export interface TriggerSupervisor {
  /**
   * Resolves when the trigger watches, or when its health says why not. Arming a key again replaces what was armed, and closes an open breaker.
   */
  arm(trigger: ArmedTrigger): Promise<void>;
  disarm(key: string): Promise<void>;
  armed(): readonly TriggerListing[];
  /** Undefined for a key that is not armed. */
  statusOf(key: string): TriggerStatus | undefined;
  /** To be called when the machine resumes: every trigger looks at what it may have missed. */
  wake(): Promise<void>;
  close(): Promise<void>;
}

interface Entry {
  readonly trigger: ArmedTrigger;
  behaviour: TriggerBehaviour | undefined;
  status: TriggerStatus;
}

export interface TriggerSupervisorOptions {
  readonly ports: TriggerPorts;
  readonly clock: Clock;
  /** Without it, webhooks cannot be armed. */
  readonly webhooks?: WebhookParts;
  /** Without it, event triggers cannot be armed. */
  readonly events?: EventParts;
}

type ArmerParts = Pick<TriggerSupervisorOptions, 'webhooks' | 'events'>;

export function createTriggerSupervisor({ ports, clock, ...parts }: TriggerSupervisorOptions): TriggerSupervisor {
  const entries = new Map<string, Entry>();
  const armers = new Map<TriggerType, Promise<Armer>>();
  const tasks = new Map<string, Promise<void>>();

  const setHealth = (key: string, status: TriggerStatus): void => {
    const entry = entries.get(key);
    if (entry !== undefined) {
      const { lastFiringAt } = entry.status;
      entry.status = lastFiringAt === undefined ? status : { ...status, lastFiringAt };
    }
    ports.setHealth(key, status.health, status.reason, status.nextFiringAt);
  };

  /** What a behaviour sees: a paused trigger starts nothing, and the supervisor knows what happens. */
  const portsFor = (entry: Entry): TriggerPorts => ({
    note: (firing, verdict, reason) => ports.note(firing, verdict, reason),
    advance: (key, cursor) => ports.advance(key, cursor),
    loadPosition: (key) => ports.loadPosition(key),
    loadSnapshot: (key) => ports.loadSnapshot(key),
    writtenByRun: (workflowId, path, fact) => ports.writtenByRun(workflowId, path, fact),
    async fire(firing) {
      entry.status = { ...entry.status, lastFiringAt: firing.at };
      if (!entry.trigger.paused) return ports.fire(firing);
      const reason = 'The trigger is paused';
      await ports.note(firing, 'paused', reason);
      return { verdict: 'paused', reason };
    },
    setHealth(key, health, reason, nextFiringAt) {
      setHealth(key, { health, ...(reason === undefined ? {} : { reason }), ...(nextFiringAt === undefined ? {} : { nextFiringAt }) });
    },
  });

  const start = async (entry: Entry): Promise<void> => {
    const { trigger } = entry;
    const fail = (reason: string) => setHealth(trigger.key, { health: 'failing', reason });
    if (!isTriggerType(trigger.type)) {
      const later = laterTriggers.get(trigger.type);
      return fail(later === undefined ? `There is no trigger of type "${trigger.type}"` : `${later}, which this version does not have`);
    }
    const { type } = trigger;
    const armer = armers.get(type) ?? loadArmer(type, parts);
    armers.set(type, armer);
    try {
      entry.behaviour = await (await armer)({ trigger, ports: portsFor(entry), clock });
    } catch (error) {
      fail(error instanceof z.ZodError ? `The config of the trigger is not valid: ${z.prettifyError(error)}` : describe(error));
    }
  };

  const stop = async (key: string): Promise<void> => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    await entry.behaviour?.close();
    setHealth(key, { health: 'disarmed' });
    entries.delete(key);
  };

  // One change of a key at a time: arming it again waits until its predecessor is closed.
  const enqueue = async (key: string, task: () => Promise<void>): Promise<void> => {
    const done = (tasks.get(key) ?? Promise.resolve()).then(task);
    tasks.set(key, done);
    await done;
    if (tasks.get(key) === done) tasks.delete(key);
  };

  return {
    arm: (trigger) =>
      enqueue(trigger.key, async () => {
        await stop(trigger.key);
        const entry: Entry = { trigger, behaviour: undefined, status: { health: 'disarmed' } };
        entries.set(trigger.key, entry);
        await start(entry);
      }),
    disarm: (key) => enqueue(key, () => stop(key)),
    armed: () => [...entries.values()].map(({ trigger, status }) => ({ key: trigger.key, type: trigger.type, ...status })),
    statusOf: (key) => entries.get(key)?.status,
    wake: async () => {
      await Promise.all([...entries.values()].map((entry) => entry.behaviour?.wake()));
    },
    close: async () => {
      await Promise.all([...entries.keys()].map((key) => enqueue(key, () => stop(key))));
    },
  };
}

function describe(error: unknown): string {
  return `The trigger could not be armed: ${error instanceof Error ? error.message : String(error)}`;
}

type Armer = (context: Omit<ArmContext<unknown>, 'config'>) => Promise<TriggerBehaviour>;

/** Behaviours and their libraries are loaded when the first trigger of their type is armed. Rejects on a config that does not parse. */
async function loadArmer(type: TriggerType, { webhooks, events }: ArmerParts): Promise<Armer> {
  switch (type) {
    case 'file_change': {
      const { createFileChangeBehaviour } = await import('./file-change/file-change-trigger.ts');
      const arm = createFileChangeBehaviour();
      return async (context) => arm({ ...context, config: triggerDefinitions.file_change.config.parse(context.trigger.config) });
    }
    case 'schedule': {
      const { armSchedule } = await import('./schedule/schedule-trigger.ts');
      return async (context) => armSchedule({ ...context, config: triggerDefinitions.schedule.config.parse(context.trigger.config) });
    }
    case 'webhook': {
      if (webhooks === undefined) throw new Error('there is no local server here');
      const { createWebhookBehaviour } = await import('./webhook/webhook-trigger.ts');
      const arm = createWebhookBehaviour(webhooks);
      return async (context) => arm({ ...context, config: triggerDefinitions.webhook.config.parse(context.trigger.config) });
    }
    case 'event': {
      const { createEventBehaviour } = await import('./event/event-trigger.ts');
      if (events === undefined) throw new Error('no events are brought here');
      const arm = createEventBehaviour(events);
      return async (context) => arm({ ...context, config: triggerDefinitions.event.config.parse(context.trigger.config) });
    }
    case 'escalation': {
      const { createEscalationBehaviour } = await import('./escalation/escalation-trigger.ts');
      if (events === undefined) throw new Error('no events are brought here');
      const arm = createEscalationBehaviour(events);
      return async (context) => arm({ ...context, config: triggerDefinitions.escalation.config.parse(context.trigger.config) });
    }
    case 'manual': {
      const { armManual } = await import('./manual/manual-trigger.ts');
      return async (context) => armManual({ ...context, config: triggerDefinitions.manual.config.parse(context.trigger.config) });
    }
    default:
      return assertNever(type);
  }
}
