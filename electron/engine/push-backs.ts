import type { Json } from '../../shared/lib/json.ts';
import type { Admission, AdmissionOutcome } from '../queue/admit.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';

/** Runs that a person has pushed back, and the runs that they go on as. */
export interface PushBacks {
  /** The run that a run goes on as, admitted once whoever asks for it; nothing for one that was not pushed back. */
  goOn(run: RunRow): Promise<RunRow | undefined>;
  /** Goes on with those that an engine before this one had no time for. */
  goOnWithAll(): Promise<void>;
  /** The run that a run goes on as, through every push-back so far. */
  lastOf(run: RunRow | undefined): RunRow | undefined;
}

export interface PushBacksOptions {
  readonly store: Store;
  admit(admission: Admission, beside: (outcome: AdmissionOutcome) => void): Promise<AdmissionOutcome>;
  /** The run that goes on after a person has pushed `run` back, from the step `from`. */
  prepareContinuation(run: RunRow, from: string | undefined): Promise<Admission>;
  isClosing(): boolean;
}

export function createPushBacks({ store, admit, prepareContinuation, isClosing }: PushBacksOptions): PushBacks {
  async function goOn(run: RunRow): Promise<RunRow | undefined> {
    const item = run.status === 'cancelled' ? store.inbox.pushedBack(run.key) : undefined;
    if (item === undefined || isClosing()) return undefined;
    if (item.goesOnAs !== null) return store.runs.byKey(item.goesOnAs);
    const admission = await prepareContinuation(run, item.content.rewindTo);
    const outcome = await admit({ ...admission, dedupeKey: `push-back:${item.id}` }, (decided) => {
      if (decided.verdict !== 'skipped') store.inbox.goOn(item.id, decided.run.key);
    });
    return outcome.verdict === 'skipped' ? undefined : outcome.run;
  }

  function lastOf(run: RunRow | undefined): RunRow | undefined {
    const next = run === undefined ? undefined : store.inbox.pushedBack(run.key)?.goesOnAs;
    return next == null ? run : lastOf(store.runs.byKey(next));
  }

  return {
    goOn,
    async goOnWithAll() {
      for (const { runKey } of store.inbox.unfinishedPushBacks()) {
        const run = store.runs.byKey(runKey);
        if (run !== undefined) await goOn(run);
      }
    },
    lastOf,
  };
}

/** What the person said with whose push-back a run began, by the path of the step that had asked. */
export function feedbackFor(store: Store, row: RunRow): ReadonlyMap<string, Json> {
  const item = row.retryOf === null ? undefined : store.inbox.leadingTo(row.key);
  if (item?.answer == null) return new Map();
  const { by, fields, comment } = item.answer;
  return new Map([[item.path, { approved: false, by, fields, comment }]]);
}
