import { relative } from 'node:path';
import { fileEventWords } from '../../../shared/triggers/describe-firing.ts';
import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import type { Verdict } from '../../../shared/triggers/journal.ts';
import type { FiringRow } from '../../store/firings-table.ts';
import { groupChanges, isCounted } from '../file-change/delivery.ts';
import { eventBetween, type FileLook } from '../file-change/file-fact.ts';
import { type FileChange, firingOf } from '../file-change/firing-data.ts';
import { openMatcher } from '../file-change/matcher.ts';
import { createSettler, type SettledPath, type Settler } from '../file-change/settle.ts';
import type { BacktestRow, BacktestSubject, NewVerdict, Replay } from './past.ts';
import { factAfter, factBefore, isFolder, type PastChange, pastChanges } from './past-files.ts';
import { byHandNote, type DurationOf, isByHand, type Records, verdictOf } from './read-past.ts';
import { createReplayClock } from './replay-clock.ts';
import type { ReplayRuns } from './replay-runs.ts';

/** What becomes of one change. `starts`: it is the first of those that its run takes. */
interface Judged {
  readonly verdict: Verdict;
  readonly reason: string | undefined;
  readonly starts: boolean;
  /** The path is none of the trigger's, so that it would not even be journaled. */
  readonly isForeign: boolean;
}

interface SettledChange extends FileChange {
  readonly past: readonly PastChange[];
}

/** Lets the recorded changes of files pass through the rules of the config: its paths, its events, its settle time and its batches. */
export async function replayFiles(
  subject: BacktestSubject,
  config: FileChangeConfig,
  { records, cutAt }: Records<FiringRow>,
  runs: ReplayRuns,
  durationOf: DurationOf,
): Promise<Replay> {
  const rows = records.filter((row) => !isByHand(row));
  const changes = pastChanges(rows, subject.triggerKey);
  const judged = await judgeChanges(changes, subject, config, runs, durationOf);
  const byRow = Map.groupBy(changes, ({ row }) => row);
  return {
    cutAt,
    notes: notesOf(subject, config, records.length - rows.length),
    rows: rows.flatMap((row): BacktestRow[] => {
      const own = row.triggerKey === subject.triggerKey;
      const ofRow = (byRow.get(row) ?? []).flatMap((change) => judged.get(change) ?? []);
      if (!own && ofRow.every(({ isForeign }) => isForeign)) return [];
      const what = describe(byRow.get(row) ?? [], subject.workingDirectory);
      return [{ at: row.at, what, data: row.data, was: own ? verdictOf(row) : undefined, would: together(ofRow) }];
    }),
  };
}

async function judgeChanges(
  changes: readonly PastChange[],
  { workingDirectory, triggerKey, workflow }: BacktestSubject,
  config: FileChangeConfig,
  runs: ReplayRuns,
  durationOf: DurationOf,
): Promise<ReadonlyMap<PastChange, Judged>> {
  const matcher = openMatcher(config, workingDirectory);
  const judged = new Map<PastChange, Judged>();
  const waiting = new Map<string, PastChange[]>();
  const judge = (past: readonly PastChange[], verdict: Verdict, reason: string | undefined, more: Partial<Judged> = {}): void => {
    for (const one of past) judged.set(one, { verdict, reason, starts: false, isForeign: false, ...more });
  };

  function look(path: string): FileLook | undefined {
    const last = waiting.get(path)?.at(-1);
    const fact = last === undefined ? undefined : factAfter(last.file);
    return fact === undefined || last === undefined ? undefined : { fact, ctimeMs: last.at };
  }

  function settledChange({ path }: SettledPath): SettledChange[] {
    const past = waiting.get(path) ?? [];
    waiting.delete(path);
    const [first] = past;
    const last = past.at(-1);
    if (first === undefined || last === undefined) return [];
    const before = factBefore(first.file);
    const after = factAfter(last.file);
    const event = past.length === 1 ? first.file.event : eventBetween(before, after);
    judge(past.slice(0, -1), 'coalesced', 'it changed again within the settle time');
    if (event !== undefined) return [{ path, event, before, after, past: [last] }];
    judge([last], 'filtered', 'it came and went within the settle time');
    return [];
  }

  async function release(settled: readonly SettledPath[]): Promise<void> {
    const wanted: SettledChange[] = [];
    for (const change of settled.flatMap(settledChange)) {
      const [recorded] = change.past;
      if (!isCounted(config, change))
        judge(change.past, 'filtered', `${fileEventWords[change.event]} is not among its events: ${config.events.join(', ')}`);
      else if (recorded?.row.verdict === 'own_output' && recorded.row.workflowKey === workflow?.key)
        judge(change.past, 'own_output', recorded.row.reason ?? undefined);
      else wanted.push(change);
    }
    if (wanted.length > 0) for (const group of groupChanges(config, wanted)) await fire(group);
  }

  async function fire(group: readonly SettledChange[]): Promise<void> {
    const at = clock.now();
    const [first, ...others] = group.flatMap(({ past }) => past);
    if (first === undefined) return;
    const { data } = firingOf('', workingDirectory, group, at);
    const { verdict, reason } = await runs.fire(at, data, durationOf(first.row));
    judge([first], verdict, reason, { starts: verdict === 'started' });
    if (verdict !== 'started') judge(others, verdict, reason);
    else judge(others, 'coalesced', `one run takes this burst of ${group.length} files together`);
  }

  const settler: Settler = createSettler({
    // A settler is made with its clock, and the clock waits for the settler.
    clock: {
      now: () => clock.now(),
      setTimeout: (run, ms) => clock.setTimeout(run, ms),
      clearTimeout: (handle) => clock.clearTimeout(handle),
    },
    settleMs: config.settle,
    batch: config.batch,
    look,
    release,
  });
  const clock = createReplayClock(changes[0]?.at ?? 0, () => settler.idle());

  for (const change of changes) {
    const { filePath } = change.file;
    if (!matcher.matches(filePath, isFolder(change.file))) {
      const isForeign = change.row.triggerKey !== triggerKey;
      judge([change], 'filtered', matcher.whyNot(filePath, isFolder(change.file)), { isForeign });
      continue;
    }
    await clock.advanceTo(change.at);
    waiting.set(filePath, [...(waiting.get(filePath) ?? []), change]);
    settler.touch(filePath);
  }
  await clock.runOut();
  await settler.close();
  return judged;
}

/** One verdict for a row of the journal that holds several files. */
function together(all: readonly Judged[]): NewVerdict {
  const runs = all.filter(({ starts }) => starts).length;
  const taken = all.filter(({ verdict }) => verdict === 'started' || verdict === 'coalesced');
  const left = all.find((one) => !taken.includes(one));
  const [first] = taken.length > 0 ? taken : all;
  if (first === undefined) return { verdict: 'error', reason: 'what was recorded of it is no change of a file', runs: 0 };
  const verdict = runs > 0 ? 'started' : first.verdict;
  if (left !== undefined && taken.length > 0)
    return { verdict, runs, reason: `${taken.length} of ${all.length} files; of the others: ${left.reason}` };
  return { verdict, runs, reason: runs > 1 ? 'each file has a run of its own' : first.reason };
}

function describe(changes: readonly PastChange[], workingDirectory: string): string {
  const [first] = changes;
  if (first === undefined) return 'a change that cannot be read';
  const { filePath, event } = first.file;
  const more = changes.length === 1 ? '' : ` and ${changes.length - 1} more`;
  return `${relative(workingDirectory, filePath) || filePath} ${fileEventWords[event]}${more}`;
}

function notesOf({ triggerKey }: BacktestSubject, { contentHash }: FileChangeConfig, byHand: number): string[] {
  return [
    'Changes of files are known only where a trigger watched them and journaled them: what no trigger was about was never recorded.',
    'Which files are ignored is told by the .gitignore files as they are now.',
    ...(contentHash ? ['The bytes of then are not kept, so contentHash counts every change as a real one.'] : []),
    ...(triggerKey === undefined ? ['This trigger was never armed: its past is made of what other triggers saw.'] : []),
    ...byHandNote(byHand),
  ];
}
