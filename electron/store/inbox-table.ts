import type { InboxAnswer, InboxContent, InboxKind, InboxStatus } from '../../shared/inbox/inbox-item.ts';
import type { Database } from './database.ts';
import { where } from './where.ts';

export interface InboxRow {
  readonly key: number;
  readonly id: string;
  readonly kind: InboxKind;
  readonly runKey: number;
  /** The path of the step that asks. */
  readonly path: string;
  /** Tells apart what one step asks more than once. */
  readonly question: string;
  readonly status: InboxStatus;
  readonly askedOf: string | null;
  readonly severity: string | null;
  readonly content: InboxContent;
  readonly contentHash: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly openedAt: number;
  readonly dueAt: number | null;
  readonly escalatedAt: number | null;
  readonly closedAt: number | null;
  readonly answer: InboxAnswer | null;
  /** The run that a push-back has started. */
  readonly goesOnAs: number | null;
}

export type NewInboxItem = Pick<
  InboxRow,
  'id' | 'kind' | 'runKey' | 'path' | 'question' | 'askedOf' | 'severity' | 'content' | 'contentHash' | 'openedAt' | 'dueAt'
>;

export interface InboxFilter {
  readonly open?: boolean;
  readonly kind?: InboxKind;
  readonly runKey?: number;
  readonly before?: number;
  readonly limit: number;
}

const COLUMNS = `key, id, kind, run_key AS runKey, path, question, status, asked_of AS askedOf, severity, content, content_hash AS contentHash,
  opened_at AS openedAt, due_at AS dueAt, escalated_at AS escalatedAt, closed_at AS closedAt, answer, goes_on_as AS goesOnAs`;

/** What waits, or has waited, for a person. An item is answered once: the guard of each change is in its WHERE. */
export function createInboxTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO inbox (id, kind, run_key, path, question, status, asked_of, severity, content, content_hash, opened_at, due_at)
     VALUES (@id, @kind, @runKey, @path, @question, 'open', @askedOf, @severity, @content, @contentHash, @openedAt, @dueAt)`,
  );
  const byId = database.prepare(`SELECT ${COLUMNS} FROM inbox WHERE id = ?`);
  const byPrefix = database.prepare(`SELECT ${COLUMNS} FROM inbox WHERE id >= ? AND id < ? ORDER BY id LIMIT 6`);
  const asked = database.prepare(`SELECT ${COLUMNS} FROM inbox WHERE run_key = ? AND path = ? AND question = ?`);
  const close = database.prepare(
    "UPDATE inbox SET status = @status, closed_at = @at, answer = @answer WHERE id = @id AND status = 'open' AND content_hash = @contentHash",
  );
  const withdraw = database.prepare(
    "UPDATE inbox SET status = 'withdrawn', closed_at = ? WHERE run_key = ? AND path = ? AND status = 'open'",
  );
  const withdrawAll = database.prepare("UPDATE inbox SET status = 'withdrawn', closed_at = ? WHERE run_key = ? AND status = 'open'");
  const escalate = database.prepare(
    `UPDATE inbox SET asked_of = coalesce(@askedOf, asked_of), due_at = @dueAt, escalated_at = @at
     WHERE id = @id AND status = 'open' AND escalated_at IS NULL`,
  );
  const openCounts = database.prepare("SELECT kind, count(*) AS count FROM inbox WHERE status = 'open' GROUP BY kind");
  const goOn = database.prepare('UPDATE inbox SET goes_on_as = ? WHERE id = ? AND goes_on_as IS NULL');
  const pushedBack = database.prepare(
    `SELECT ${COLUMNS} FROM inbox WHERE run_key = ? AND status = 'answered' AND answer ->> 'decision' = 'push_back'`,
  );
  const unfinished = database.prepare(
    `SELECT ${COLUMNS} FROM inbox WHERE status = 'answered' AND goes_on_as IS NULL AND answer ->> 'decision' = 'push_back'`,
  );
  const leadingTo = database.prepare(`SELECT ${COLUMNS} FROM inbox WHERE goes_on_as = ?`);

  function mustChange(changes: number, id: string): void {
    if (changes !== 1) throw new Error(`The inbox item ${id} is not open any more`);
  }

  return {
    insert: (item: NewInboxItem): void => void insert.run({ ...item, content: JSON.stringify(item.content) }),
    byId: (id: string) => toRow(byId.get(id)),
    byIdPrefix: (prefix: string) => byPrefix.all(prefix, `${prefix}\uffff`).map((raw) => toRow(raw) as InboxRow),
    /** What the step has asked before under this name. */
    asked: (runKey: number, path: string, question: string) => toRow(asked.get(runKey, path, question)),
    /** Throws when it is not open, or shows something else. */
    close(item: Pick<InboxRow, 'id' | 'contentHash'>, status: 'answered' | 'expired', answer: InboxAnswer, at: number): void {
      const { id, contentHash } = item;
      mustChange(close.run({ id, contentHash, status, answer: JSON.stringify(answer), at }).changes, id);
    },
    /** The step asks no more. */
    withdraw: (runKey: number, path: string, at: number): void => void withdraw.run(at, runKey, path),
    /** The run asks no more. */
    withdrawAll: (runKey: number, at: number): void => void withdrawAll.run(at, runKey),
    /** Throws when that was done before. */
    escalate(id: string, to: { readonly askedOf: string | null; readonly dueAt: number | null; readonly at: number }): void {
      mustChange(escalate.run({ id, ...to }).changes, id);
    },
    countOpen(): Readonly<Record<InboxKind, number>> {
      const counts = { approval: 0, escalation: 0 };
      for (const { kind, count } of openCounts.all() as { kind: InboxKind; count: number }[]) counts[kind] = count;
      return counts;
    },
    /** Newest first. */
    list({ open, kind, runKey, before, limit }: InboxFilter): InboxRow[] {
      const conditions = where()
        .and('status = ?', open === true ? 'open' : undefined)
        .and('kind = ?', kind)
        .and('run_key = ?', runKey)
        .and('key < ?', before);
      return database
        .prepare(`SELECT ${COLUMNS} FROM inbox ${conditions.sql} ORDER BY key DESC LIMIT ?`)
        .all(...conditions.values, limit)
        .map((raw) => toRow(raw) as InboxRow);
    },
    /** The push-back that has ended the run. */
    pushedBack: (runKey: number) => toRow(pushedBack.get(runKey)),
    /** Push-backs whose next run is not there yet. */
    unfinishedPushBacks: () => unfinished.all().map((raw) => toRow(raw) as InboxRow),
    /** The push-back that has started the run. */
    leadingTo: (runKey: number) => toRow(leadingTo.get(runKey)),
    goOn: (id: string, runKey: number): void => void goOn.run(runKey, id),
  };
}

function toRow(raw: unknown): InboxRow | undefined {
  if (raw === undefined) return undefined;
  const row = raw as Omit<InboxRow, 'content' | 'answer'> & { content: string; answer: string | null };
  return {
    ...row,
    content: JSON.parse(row.content) as InboxContent,
    answer: row.answer === null ? null : (JSON.parse(row.answer) as InboxAnswer),
  };
}

export type InboxTable = ReturnType<typeof createInboxTable>;
