import type { InboxAnswer } from '../../shared/inbox/inbox-item.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { failpoint } from '../../shared/lib/failpoint.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { RecordedEvent } from '../../shared/run/events.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { WorkflowInvalid } from '../../shared/workflow/problem.ts';
import { baseEnvironment } from '../executors/process/base-environment.ts';
import { type Admission, type AdmissionOutcome, admitRun, replacedBy } from '../queue/admit.ts';
import { claimRuns } from '../queue/claim.ts';
import type { InboxRow } from '../store/inbox-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import { type ActiveRun, createActiveRun } from './active-run.ts';
import { prepareChild } from './child-run.ts';
import type { AdmissionListener, EngineParts, EventListener, RunHost } from './live-run.ts';
import { notOpen, recordAnswer } from './perform/answer.ts';
import { recordDecision } from './perform/decide.ts';
import { createPlans } from './plans.ts';
import { createPushBacks, feedbackFor } from './push-backs.ts';
import { countRunAttempts, reuseOf } from './reuse.ts';
import { findUnavailable } from './unavailable.ts';

export interface EngineOptions {
  readonly parts: EngineParts;
  /** Top-level runs at once. */
  readonly maxRuns: number;
  /** `all`: every run of the data folder; `asked`: only those that are admitted or resumed through this engine, for the length of a command. */
  readonly scope: 'all' | 'asked';
  setWorkflowEnabled: RunHost['setWorkflowEnabled'];
  /** The run that goes on after a person has pushed `run` back, from the step `from`. */
  prepareContinuation(run: RunRow, from: string | undefined): Promise<Admission>;
  /** Told of faults of our own, and of a disk that refuses writes: nothing more is started after one of those. */
  onFault(error: unknown): void;
}

export interface Engine {
  /** Recovers what an engine before this one has left under way, and starts what waits. */
  start(): Promise<void>;
  /**
   * Accepts a run: when the promise resolves, it is on the disk. `beside` is written in the same transaction and sees the outcome.
   * Throws WorkflowInvalid when the workflow has steps that this version cannot run.
   */
  admit(admission: Admission, beside?: (outcome: AdmissionOutcome, at: number) => void): Promise<AdmissionOutcome>;
  /** Running steps end, no others start. */
  pause(run: RunRow, by: string): Promise<void>;
  /** Also takes up a run that was left under way. */
  resume(run: RunRow, by: string): Promise<void>;
  /** Resolves when the work is confirmed stopped and the run has ended. */
  cancel(run: RunRow, by: string, reason?: string): Promise<RunRow>;
  /** Settles a step whose effect nobody can tell. Throws ActionError `NOT_UNKNOWN`. */
  decide(run: RunRow, path: string, decision: 'retry' | 'done' | 'skip' | 'fail', by: string, output?: Json): Promise<void>;
  /** Gives a person's answer to the step that asks; after a push-back the run that goes on is there. Throws ActionError `NOT_OPEN` or `INVALID_ANSWER`. */
  answer(item: InboxRow, answer: InboxAnswer): Promise<void>;
  /** Resolves with the run's row once it has ended. */
  whenEnded(runId: string): Promise<RunRow>;
  /** Events of all runs, after their commit. Returns what ends the subscription. */
  listen(listener: EventListener): () => void;
  /** Runs that were accepted, after their commit and before any event of theirs. Returns what ends the subscription. */
  listenToAdmissions(listener: AdmissionListener): () => void;
  /** Steps under way get `graceMs` to end. Nothing is lost: what is left goes on with the next start. */
  close(graceMs: number): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const { parts } = options;
  const { store, clock } = parts;
  const active = new Map<string, ActiveRun>();
  /** Walked no more, but their steps may still be at work. */
  const broken = new Set<ActiveRun>();
  const listeners = new Set<EventListener>();
  const admissionListeners = new Set<AdmissionListener>();
  const waiting = new Map<string, ((row: RunRow) => void)[]>();
  const planOf = createPlans(store);
  const asked = new Set<string>();
  const environment = baseEnvironment(parts.platform.environment);
  let closing = false;
  const pushBacks = createPushBacks({ store, admit, prepareContinuation: options.prepareContinuation, isClosing: () => closing });

  const host: RunHost = {
    startChild: async (request) => admit(await prepareChild(parts, request)).catch(refusedChild),
    whenEnded: async (runId) => {
      const child = store.runs.byId(runId);
      // An engine that is gone may have left it under way.
      if (child !== undefined && child.status !== 'queued') await take(child);
      const row = await whenEnded(runId);
      const next = await pushBacks.goOn(row);
      return next === undefined ? row : host.whenEnded(next.id);
    },
    cancelChild: (runId, reason) => {
      const child = pushBacks.lastOf(store.runs.byId(runId));
      if (child !== undefined) cancel(child, 'engine', reason).catch(options.onFault);
    },
    setWorkflowEnabled: options.setWorkflowEnabled,
    answer,
  };

  function refuseUnavailable({ version, until }: Admission): void {
    const problems = findUnavailable(planOf({ versionKey: version.key, untilStep: until ?? null }), parts);
    if (problems.length > 0) throw new WorkflowInvalid(version.document.name, problems);
  }

  function activate(row: RunRow): ActiveRun {
    const run = createActiveRun({
      row,
      plan: planOf(row),
      parts,
      host,
      baseEnvironment: environment,
      reuse: reuseOf(store, row),
      feedback: feedbackFor(store, row),
      runAttempt: countRunAttempts(store, row),
      publish,
      freed: claimSoon,
      ended,
      broken: (run, error) => {
        active.delete(run.row.id);
        broken.add(run);
        options.onFault(error);
      },
    });
    active.set(row.id, run);
    return run;
  }

  function publish(event: RecordedEvent): void {
    failpoint('C12');
    tell(listeners, event);
  }

  function tell<T>(to: ReadonlySet<(news: T) => void>, news: T): void {
    for (const listener of to) {
      try {
        listener(news);
      } catch (error) {
        // A run does not depend on who looks on.
        options.onFault(error);
      }
    }
  }

  function ended(run: ActiveRun): void {
    active.delete(run.row.id);
    asked.delete(run.row.id);
    answerWaiting(run.row.id);
    if (run.status === 'cancelled') pushBacks.goOn({ ...run.row, status: run.status }).catch(options.onFault);
    claimSoon();
  }

  function claimSoon(): void {
    claim().catch(options.onFault);
  }

  async function answer(item: InboxRow, given: InboxAnswer): Promise<void> {
    const run = item.status === 'open' ? store.runs.byKey(item.runKey) : undefined;
    const taken = run === undefined ? undefined : await take(run);
    if (taken === undefined) throw notOpen(item);
    await recordAnswer(taken.live, item, given);
    if (given.decision === 'push_back') await pushBacks.goOn(await whenEnded(taken.row.id));
  }

  function answerWaiting(runId: string): void {
    const answers = waiting.get(runId);
    const row = answers === undefined ? undefined : store.runs.byId(runId);
    if (answers === undefined || row === undefined) return;
    waiting.delete(runId);
    for (const answer of answers) answer(row);
  }

  function whenEnded(runId: string): Promise<RunRow> {
    const row = store.runs.byId(runId);
    if (row !== undefined && isTerminalRun(row.status)) return Promise.resolve(row);
    return new Promise((resolve) => waiting.set(runId, [...(waiting.get(runId) ?? []), resolve]));
  }

  function claimNow(at: number): RunRow[] {
    if (closing) return [];
    // A child belongs to whoever walks its parent, and only that engine admits it.
    return claimRuns(store, options.maxRuns, at, (run) => options.scope === 'all' || run.parentKey !== null || asked.has(run.id));
  }

  function startClaimed(rows: readonly RunRow[]): void {
    // One that was claimed while the engine closes is left to the next engine.
    if (closing) return;
    for (const row of rows) (active.get(row.id) ?? activate(row)).start();
  }

  /** A place has become free: the next in the queue gets it. */
  async function claim(): Promise<void> {
    // A run that is not on the disk yet claims its place when it is written.
    if (closing || !store.runs.isAnyQueued()) return;
    startClaimed(await store.write(() => claimNow(clock.now())));
  }

  async function admit(admission: Admission, beside?: (outcome: AdmissionOutcome, at: number) => void): Promise<AdmissionOutcome> {
    refuseUnavailable(admission);
    if (closing) throw new ActionError('ENGINE_STOPPING', 'Pawl is stopping and takes no new runs', { kind: 'retryable' });
    const id = parts.newId();
    asked.add(id);
    const at = clock.now();
    failpoint('C0');
    const { outcome, claimed } = await store.write(() => {
      const decided = admitRun(store, admission, id, at);
      beside?.(decided, at);
      // In the same transaction, so that a run that need not wait costs no commit of its own.
      const waits = decided.verdict === 'started' && decided.replaces.length > 0;
      return { outcome: decided, claimed: waits ? [] : claimNow(at) };
    });
    failpoint('C1');
    if (outcome.verdict === 'started') tell(admissionListeners, outcome.run);
    startClaimed(claimed);
    if (outcome.verdict === 'started') replace(outcome.replaces, outcome.run);
    return outcome;
  }

  /** Makes room for a run that waits, which starts once the others have ended. */
  function replace(runs: readonly RunRow[], by: RunRow): void {
    if (runs.length === 0) return;
    void Promise.all(runs.map((run) => cancel(run, 'engine', `replaced by run ${by.id}`))).then(claim, options.onFault);
  }

  /** The engine before may have gone between accepting a run and making room for it. */
  function replaceForQueued(queued: readonly RunRow[]): void {
    for (const run of queued) {
      const policy = store.workflows.version(run.versionKey)?.document.settings?.concurrency;
      if (run.concurrencyKey === null) continue;
      const older = store.runs.sharing(run.concurrencyKey).filter((other) => other.key < run.key);
      replace(replacedBy(policy, older), run);
    }
  }

  /** The run as it is being walked; one that is not is taken up where it stands, so that it can be told something. */
  async function take(run: RunRow): Promise<ActiveRun | undefined> {
    const known = active.get(run.id);
    if (known !== undefined) return known;
    const row = store.runs.byId(run.id);
    if (row === undefined || isTerminalRun(row.status)) return undefined;
    const taken = activate(row);
    if (row.status !== 'queued') await taken.recover();
    return taken;
  }

  async function cancel(run: RunRow, by: string, reason?: string): Promise<RunRow> {
    const end = whenEnded(run.id);
    await (await take(run))?.tell({ type: 'run.cancelling', by, ...(reason === undefined ? {} : { reason }) });
    failpoint('C11');
    for (const child of store.runs.childrenOf(run.key))
      if (!isTerminalRun(child.status)) await cancel(child, by, `run ${run.id} was cancelled`);
    return end;
  }

  return {
    async start() {
      if (options.scope === 'asked') return;
      const { queued = [], begun = [] } = Object.groupBy(store.runs.live(), (row) => (row.status === 'queued' ? 'queued' : 'begun'));
      await Promise.all(begun.map((row) => activate(row).recover()));
      replaceForQueued(queued);
      await pushBacks.goOnWithAll();
      await claim();
    },
    admit,
    async pause(run, by) {
      await (await take(run))?.tell({ type: 'run.paused', by });
    },
    async resume(run, by) {
      asked.add(run.id);
      const taken = await take(run);
      if (taken?.live.state.paused === true) await taken.tell({ type: 'run.resumed', by });
      // It goes back to the queue as it was, and may take newer data there.
      if (taken?.status === 'queued') active.delete(run.id);
      await claim();
    },
    cancel,
    async decide(run, path, decision, by, output) {
      const taken = await take(run);
      if (taken === undefined) throw new ActionError('NOT_UNKNOWN', `Run ${run.id} has ended: there is nothing to decide`);
      await recordDecision(taken.live, path, decision, by, output);
    },
    answer,
    whenEnded,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listenToAdmissions(listener) {
      admissionListeners.add(listener);
      return () => admissionListeners.delete(listener);
    },
    async close(graceMs) {
      closing = true;
      await Promise.all([...active.values(), ...broken].map((run) => run.leave(graceMs)));
      active.clear();
      broken.clear();
    },
  };
}

/** A child that cannot be run at all is a failure of the step that wants it. */
function refusedChild(error: unknown): never {
  if (!(error instanceof WorkflowInvalid)) throw error;
  throw new ActionError(error.code, error.message, { hint: 'Change that workflow, or update Pawl.', cause: error });
}
