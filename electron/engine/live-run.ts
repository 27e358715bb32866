import type { ActionDefinition } from '../../shared/actions/action.ts';
import type { InboxAnswer } from '../../shared/inbox/inbox-item.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import type { RecordedEvent, RunEvent } from '../../shared/run/events.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import type { ModelCaller } from '../ai/model-caller.ts';
import type { Executor, StepContext, StepHost } from '../executors/executor.ts';
import type { Spawn } from '../executors/process/spawn.ts';
import type { AdmissionOutcome } from '../queue/admit.ts';
import type { EventHub } from '../queue/event-hub.ts';
import type { InboxRow } from '../store/inbox-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { StepLogs } from '../store/step-logs.ts';
import type { Store } from '../store/store.ts';
import type { Outputs } from './outputs.ts';
import type { Scope, ScopeSource, SecretsInScope } from './run-scope.ts';
import type { SecretMarks } from './secrets/marks.ts';
import type { SecretSource } from './secrets/secret-source.ts';
import type { RunState, StepState } from './walk/walk-state.ts';

/** What the engine is given. Clock, ids and chance come from outside, so that tests decide them. */
export interface EngineParts {
  readonly store: Store;
  readonly logs: StepLogs;
  readonly clock: Clock;
  readonly platform: StepContext['platform'];
  readonly secrets: SecretSource;
  readonly marks: SecretMarks;
  /** A new random id of lower-case letters and digits. */
  newId(): string;
  /** In [0, 1). */
  random(): number;
  /** Placeholders and expressions over a scope; plain paths are answered without waiting. */
  render(value: unknown, scope: Scope): Json | Promise<Json>;
  evaluate(expression: string, scope: Scope): Json | undefined | Promise<Json | undefined>;
  /** JavaScript in the sandbox with exactly these names. */
  evaluateWith(expression: string, names: Readonly<Record<string, Json>>): Promise<Json | undefined>;
  findAction(type: string): ActionDefinition | undefined;
  loadExecutor(type: string): Promise<Executor>;
  /** Published events, for steps that wait for one. */
  readonly events: EventHub;
  /** Asks models for AI steps; takes secrets out of what it sends. */
  readonly models: ModelCaller;
  /** Starts the programs of steps. */
  readonly spawn: Spawn;
  /** Told of each path that a run has written, for the self-write guard of file triggers. */
  wrote(runId: string, path: string): void;
}

/** What steps ask of the engine around their run. */
export interface RunHost {
  /** Admits a child run; the same `dedupeKey` gives the same child, before and after a crash. Throws ActionError. */
  startChild(request: ChildRequest): Promise<AdmissionOutcome>;
  /** Resolves with the run's row once it has ended. */
  whenEnded(runId: string): Promise<RunRow>;
  /** The child is not wanted any more. */
  cancelChild(runId: string, reason: string): void;
  setWorkflowEnabled: StepHost['setWorkflowEnabled'];
  /** Gives an answer to whatever run asks. Throws ActionError `NOT_OPEN` or `INVALID_ANSWER`. */
  answer(item: InboxRow, answer: InboxAnswer): Promise<void>;
}

export interface ChildRequest {
  readonly parent: RunRow;
  readonly path: string;
  /** A name or an id. */
  readonly workflow: string;
  /** A number, or the `version` of a document; undefined: the current one. */
  readonly version?: string | undefined;
  readonly with: JsonObject;
  readonly dedupeKey: string;
}

/** One run under way, as the code that performs its steps sees it. */
export interface LiveRun extends ScopeSource {
  readonly row: RunRow;
  readonly plan: Plan;
  readonly state: RunState;
  readonly outputs: Outputs;
  readonly parts: EngineParts;
  readonly host: RunHost;
  /** What every child process has of the machine's environment. */
  readonly baseEnvironment: Readonly<Record<string, string>>;
  /** Absolute folders that file steps must stay inside. */
  readonly roots: readonly string[];
  /** The run before, whose results are taken; `rerun` names steps that run again, `until` the steps (by path) that may be taken. */
  readonly reuse:
    | { readonly run: RunRow; readonly rerun: ReadonlySet<string>; readonly until: ReadonlySet<string> | undefined }
    | undefined;
  /** Some of its steps have results that they are given instead of being run. */
  readonly hasGiven: boolean;
  /**
   * Walks on with an event and writes it, with what `write` adds, in the next commit. The walk is ahead of the disk until the returned
   * promise resolves: await it before an effect that cannot be taken back.
   */
  record(event: RunEvent, write?: (at: number) => void): Promise<void>;
  /** The names that a step can use; `more` are added to them. `secrets`: as marks, for what is neither stored nor shown before they are taken out. */
  scopeOf(step: StepState, env?: Readonly<Record<string, string>>, more?: Readonly<Record<string, Json>>, secrets?: SecretsInScope): Scope;
  /** Who waits, while a step is under way, for the answer to an inbox item. */
  readonly questions: Map<string, (answer: InboxAnswer) => void>;
  /** Answers to items whose steps have yet to ask once more, after a restart. */
  readonly answers: Map<string, InboxAnswer>;
  /** The list of a forEach, kept for its iterations. */
  keepItems(path: string, items: readonly Json[]): void;
}

/** Does one step, or learns that it must wait. It records exactly one event that answers the walk's `start`, or throws. */
export type Perform = (live: LiveRun, step: StepState, attempt: number, signal: AbortSignal) => Promise<void>;

export type EventListener = (event: RecordedEvent) => void;
export type AdmissionListener = (run: RunRow) => void;
