import type { z } from 'zod';
import type { ActionDefinition } from '../../shared/actions/action.ts';
import type { ModelAnswer, ModelRequest } from '../../shared/ai/model-call.ts';
import type { Severity } from '../../shared/escalation/severity.ts';
import type { InboxAnswer, InboxContent, InboxStatus } from '../../shared/inbox/inbox-item.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import type { MemoryChange, MemoryReader } from '../../shared/memory/memory-entry.ts';
import type { ModelCallContext } from '../ai/model-caller.ts';
import type { Platform } from '../platform/platform.ts';
import type { Spawn } from './process/spawn.ts';

/** What a step may know and use. Everything with an effect on the engine's own state goes through `host`. */
export interface StepContext {
  readonly runId: string;
  /** `each[3]/convert`: unique in the run. */
  readonly stepPath: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Absolute. Relative parameters are resolved against it. */
  readonly workingDirectory: string;
  /** Absolute folders that file effects must stay inside. */
  readonly roots: readonly string[];
  /** The data folder: never readable or writable by a step. */
  readonly dataDir: string;
  /** What a child process of the step gets: the safe base plus what the workflow declares. */
  readonly environment: Readonly<Record<string, string>>;
  /** Aborted on cancel and on time-out; `signal.reason` is the ActionError to end with. */
  readonly signal: AbortSignal;
  /** The same for all attempts of one logical step; hex. */
  taskKey(): string;
  /** New for each deliberate retry, the same when a crash replays one attempt; hex. */
  attemptKey(): string;
  /** What `Executor.intent` returned before the effect; recorded. */
  readonly intent: Json | undefined;
  readonly platform: Platform;
  readonly host: StepHost;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Appends to the step's log file; secrets are masked on the way. */
  log(stream: 'stdout' | 'stderr' | 'info', text: string): void;
  /** For what an executor cuts or sends on by itself; outputs, errors and logs are masked anyway. */
  readonly masks: {
    /** With ••• in the place of secrets. */
    text(text: string): string;
    /** Whether a text holds the value of a secret. */
    isIn(text: string): boolean;
  };
  /** Tells the self-write guard that this run has written `path` (absolute). */
  wrote(path: string): void;
  /** Evaluates JavaScript in the sandbox with exactly these names bound. Throws ActionError `EXPR_*`. */
  evaluate(expression: string, names: Readonly<Record<string, Json>>): Promise<Json | undefined>;
  /** Starts programs; `runProcess` is what steps use. */
  readonly spawn: Spawn;
  /** What has come of the run so far, without secrets. Throws ActionError `UNKNOWN_STEP`. */
  readRun(request: RunContextRequest): RunContext;
  /** Records a child process (T1b), so that it can be found and stopped after a crash. */
  started(child: { readonly pid: number; readonly startTime: number | undefined }): void;
}

/** What of a run a step wants to know as a whole. */
export interface RunContextRequest {
  readonly trigger: boolean;
  readonly variables: boolean;
  /** Ids. */
  readonly steps: readonly string[];
}

export interface RunContext {
  readonly trigger?: Json;
  /** Without those of type secret. */
  readonly variables?: JsonObject;
  /** Outputs by id; null for a step that has given nothing. */
  readonly steps: Readonly<Record<string, Json>>;
}

/** What steps ask of the engine itself (`workflow.*`, `set`). */
export interface StepHost {
  /** Starts a child run of a workflow, found by name or id, and waits for its end unless `wait` is false. */
  runWorkflow(request: { workflow: string; with: Readonly<Record<string, Json>>; wait: boolean }): Promise<Json>;
  setWorkflowEnabled(workflow: string, enabled: boolean): Promise<{ workflow: string; enabled: boolean }>;
  /** Publishes an event in the transaction that records the step. `delivered`: how many listen for its name. */
  publishEvent(event: { readonly name: string; readonly data: Json }): { readonly eventId: string; readonly delivered: number };
  /** Sets variables of this run, in the transaction that records the step. */
  setVariables(values: Readonly<Record<string, Json>>): void;
  /** Asks a model, for this step and until its signal. Secrets are taken out of what is sent. Throws ActionError `AI_*`, or the signal's reason. */
  callModel(request: ModelRequest, listen?: Pick<ModelCallContext, 'onText' | 'onRestart' | 'onWait'>): Promise<ModelAnswer>;
  readonly memory: StepMemory;
  /** Posts a message in the transaction that records the step. */
  postToChat(post: ChatPost): void;
  /**
   * Asks a person in the middle of the work, and waits. The same name is the same question: after a crash it is not asked again, and what
   * was answered is known.
   */
  ask(question: StepQuestion): Promise<StepAnswer>;
  /** Tells of an escalation, in the transaction that records the step; nobody is asked. */
  tellEscalation(escalation: { readonly severity: Severity; readonly message: string; readonly context: Json }): void;
  /** Answers an escalation of another run, in the name of this one. Throws ActionError `NOT_FOUND`, `NOT_OPEN` or `INVALID_ANSWER`. */
  answerEscalation(item: string, answer: Omit<InboxAnswer, 'by'>): Promise<void>;
  /** How the item stands; undefined when there is none. */
  inboxItem(item: string): { readonly status: InboxStatus; readonly answer: InboxAnswer | null } | undefined;
}

export interface ChatPost {
  /** The id or title of a chat. */
  readonly chat: string;
  readonly text: string;
}

/** What agents know. */
export interface StepMemory {
  /** As it is after everything that the steps before have changed. */
  read<T>(read: (memory: MemoryReader) => T): Promise<T>;
  /** Changes it in the transaction that records the step. Secrets are masked. Throws ActionError `MEMORY_TOO_LARGE`. */
  change(changes: readonly MemoryChange[]): void;
}

export interface StepQuestion {
  readonly name: string;
  readonly content: InboxContent;
  readonly askedOf?: string;
  /** It is an escalation: triggers and events tell of it. */
  readonly severity?: Severity;
  /** From when it is asked, over restarts. */
  readonly timeoutMs?: number;
}

/** `isExpired`: nobody has answered in time. */
export interface StepAnswer extends InboxAnswer {
  readonly isExpired: boolean;
}

/** After a crash: did the effect of this attempt happen? `reason` is one clause in plain words. */
export type ProbeResult<O> =
  | { readonly outcome: 'done'; readonly output: O; readonly reason: string }
  | { readonly outcome: 'not_done'; readonly reason: string }
  | { readonly outcome: 'conflict'; readonly reason: string };

export type PlanContext = Pick<StepContext, 'workingDirectory' | 'roots' | 'platform'>;

/** The behaviour of one action type. Throws ActionError; anything else thrown is a bug of ours. */
export interface Executor<P = unknown, O = unknown> {
  /** One sentence: what a real run would do. Reads nothing that could fail. */
  plan(parameters: P, context: PlanContext): string;
  /** Facts a probe will need (old hash, old size). Runs before the intent is recorded; must have no effect. */
  intent?(parameters: P, context: StepContext): Promise<Json>;
  run(parameters: P, context: StepContext): Promise<O>;
  /** For a step with `cache` and no key: what the result depends on beside the parameters, such as what a file holds. */
  cacheKey?(parameters: P, context: StepContext): Promise<Json>;
  /** Required for class `keyed`. */
  probe?(parameters: P, context: StepContext): Promise<ProbeResult<O>>;
}

/** Binds a behaviour to its definition, so that parameters and output have the definition's types. */
export type ExecutorFor<D> = D extends ActionDefinition<infer P, infer O> ? Executor<z.output<P>, z.input<O>> : never;
