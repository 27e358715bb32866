import type { RunSummary } from '../../shared/contract/run-view.ts';

export interface RunPage {
  readonly items: readonly RunSummary[];
  readonly next: string | null;
}

export interface RunWindowsOptions {
  /** The runs behind a cursor, newest first. */
  ask(cursor: string | undefined, limit: number): Promise<RunPage>;
  /** Whether a run belongs to the list as it is now. */
  fits(run: RunSummary): boolean;
  /** Something to draw anew: at once what somebody waits for (`isAwaited`), the rest with what else comes in this moment. */
  changed(isAwaited: boolean): void;
}

/** A list of any number of runs, of which only what is near is held. */
export interface RunWindows {
  /** Rows that are known to be there. */
  count(): number;
  /** Whether older ones may follow. */
  hasMore(): boolean;
  /** Undefined for one that is not held now: it is read when it is shown. */
  row(index: number): RunSummary | undefined;
  /** Runs that wait to be let in, so that nothing moves under the eye. */
  waiting(): number;
  readonly isReading: boolean;
  /** What is held is of the list before: the answer for this one is not there yet. */
  readonly isOld: boolean;
  /** Another number when what is held is of another list than before. */
  round(): number;
  readonly failure: unknown;
  /** These rows are in sight. Whoever is at the top gets new runs as they come. */
  show(first: number, last: number, isAtTop: boolean): void;
  /** What the engine tells of runs that have changed. */
  hear(runs: readonly RunSummary[]): void;
  letIn(): void;
  /** Reads all anew. What is held stays until the answer is there, so that nothing blinks. */
  restart(): void;
}

const pageSize = 100;
/** Pages farther than this from what is in sight are let go. */
const keptPages = 8;
/** A first page that has grown beyond this is read anew. */
const mostOnFirstPage = 1000;

interface Page {
  readonly cursor: string | undefined;
  items: RunSummary[] | undefined;
  count: number;
  isReading: boolean;
}

export function createRunWindows({ ask, fits, changed }: RunWindowsOptions): RunWindows {
  let pages: Page[] = [];
  let next: string | null | undefined;
  let reading = false;
  let failure: unknown;
  let waiting = new Map<string, RunSummary>();
  let atTop = true;
  let round = 0;
  /** What was told while the first answer was on its way: it may be newer than that one. */
  const told: RunSummary[] = [];
  let isOld = false;
  let shownRound = 0;

  async function readNext(): Promise<void> {
    if (reading || next === null) return;
    const cursor = next;
    const mine = round;
    reading = true;
    failure = undefined;
    changed(false);
    try {
      const page = await ask(cursor, pageSize);
      if (mine !== round) return;
      const isFirst = isOld || pages.length === 0;
      leaveOld();
      const known = new Set(pages.slice(-1).flatMap(({ items }) => items?.map(({ runId }) => runId) ?? []));
      const items = page.items.filter(({ runId }) => !known.has(runId));
      pages.push({ cursor, items, count: items.length, isReading: false });
      next = page.next;
      if (isFirst) for (const run of told.splice(0)) insert(run);
    } catch (error) {
      if (mine !== round) return;
      leaveOld();
      failure = error;
    } finally {
      if (mine === round) {
        reading = false;
        changed(true);
      }
    }
  }

  function leaveOld(): void {
    shownRound = round;
    if (!isOld) return;
    isOld = false;
    pages = [];
  }

  async function readAgain(page: Page): Promise<void> {
    if (page.isReading) return;
    const mine = round;
    page.isReading = true;
    try {
      const { items } = await ask(page.cursor, Math.max(1, page.count));
      if (mine !== round) return;
      page.items = [...items];
      page.count = items.length;
    } catch (error) {
      if (mine === round) failure = error;
    } finally {
      page.isReading = false;
      if (mine === round) changed(true);
    }
  }

  /** The page of a row, and its place in it. */
  function find(index: number): { readonly page: number; readonly at: number } | undefined {
    let left = index;
    for (const [number, page] of pages.entries()) {
      if (left < page.count) return { page: number, at: left };
      left -= page.count;
    }
    return undefined;
  }

  function replace(run: RunSummary): boolean {
    for (const page of pages) {
      const at = page.items?.findIndex(({ runId }) => runId === run.runId) ?? -1;
      if (at < 0 || page.items === undefined) continue;
      page.items = fits(run) ? page.items.with(at, run) : page.items.toSpliced(at, 1);
      page.count = page.items.length;
      return true;
    }
    return false;
  }

  /** Where its time puts it; a run that is older than all that is held comes when it is read. */
  function insert(run: RunSummary): void {
    if (replace(run) || !fits(run)) return;
    for (const page of pages) {
      const at = page.items?.findIndex((item) => item.createdAt <= run.createdAt) ?? -1;
      if (at < 0 || page.items === undefined) continue;
      page.items = page.items.toSpliced(at, 0, run);
      page.count = page.items.length;
      return;
    }
    const last = pages.at(-1);
    if (next === null && last?.items !== undefined) {
      last.items = [...last.items, run];
      last.count = last.items.length;
    }
  }

  function letIn(): void {
    const arrived = [...waiting.values()].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    waiting = new Map();
    for (const run of arrived) insert(run);
    if ((pages[0]?.count ?? 0) > mostOnFirstPage) restart();
    changed(false);
  }

  function restart(): void {
    round++;
    isOld = pages.length > 0;
    next = undefined;
    reading = false;
    waiting = new Map();
    told.length = 0;
    void readNext();
  }

  return {
    count: () => pages.reduce((sum, { count }) => sum + count, 0),
    hasMore: () => next !== null,
    row(index) {
      const place = find(index);
      return place === undefined ? undefined : pages[place.page]?.items?.[place.at];
    },
    waiting: () => waiting.size,
    get isReading() {
      return reading;
    },
    get isOld() {
      return isOld;
    },
    round: () => shownRound,
    get failure() {
      return failure;
    },
    show(first, last, isAtTop) {
      atTop = isAtTop;
      if (isOld) return;
      const from = find(first)?.page ?? Math.max(0, pages.length - 1);
      const to = find(last)?.page ?? pages.length - 1;
      for (const [number, page] of pages.entries()) {
        if (number >= from && number <= to && page.items === undefined) void readAgain(page);
        // New runs go to the first page, which is always held.
        else if (number > 0 && (number < from - keptPages || number > to + keptPages)) page.items = undefined;
      }
      if (find(last + 20) === undefined && failure === undefined) void readNext();
      if (isAtTop && waiting.size > 0) letIn();
    },
    hear(runs) {
      if (isOld || pages.length === 0) {
        told.push(...runs);
        return;
      }
      let isNews = false;
      for (const run of runs) {
        if (waiting.has(run.runId)) {
          if (fits(run)) waiting.set(run.runId, run);
          else waiting.delete(run.runId);
          isNews = true;
        } else if (replace(run)) isNews = true;
        else if (fits(run)) {
          waiting.set(run.runId, run);
          isNews = true;
        }
      }
      if (!isNews) return;
      if (atTop && waiting.size > 0) letIn();
      else changed(false);
    },
    letIn,
    restart,
  };
}
