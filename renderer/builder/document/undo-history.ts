import { z } from 'zod';
import { applyChange, changeBetween, revertChange, type TextChange } from './text-change.ts';

/** One step back: what an edit did to the text, and what was chosen before and after it. */
export interface UndoEntry {
  readonly label: string;
  readonly change: TextChange;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface UndoHistory {
  readonly past: readonly UndoEntry[];
  readonly future: readonly UndoEntry[];
}

export const noHistory: UndoHistory = { past: [], future: [] };

const mostEntries = 200;
/** Of all texts that the entries hold: what is kept with a draft stays small beside it. */
const mostLetters = 200_000;

interface Recorded {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Goes on with the last entry, so that one undo takes back both. */
  readonly isContinued: boolean;
}

export function record(history: UndoHistory, { label, from, to, before, after, isContinued }: Recorded): UndoHistory {
  const last = history.past.at(-1);
  if (isContinued && last !== undefined) {
    const change = changeBetween(revertChange(from, last.change), to);
    const past = history.past.slice(0, -1);
    return { past: change === undefined ? past : [...past, { ...last, label, change, after }], future: [] };
  }
  const change = changeBetween(from, to);
  return change === undefined ? history : { past: bound([...history.past, { label, change, before, after }]), future: [] };
}

export interface Travelled {
  readonly history: UndoHistory;
  readonly text: string;
  readonly selection: readonly string[];
}

export function undo({ past, future }: UndoHistory, text: string): Travelled | undefined {
  const entry = past.at(-1);
  if (entry === undefined) return undefined;
  return {
    history: { past: past.slice(0, -1), future: [...future, entry] },
    text: revertChange(text, entry.change),
    selection: entry.before,
  };
}

export function redo({ past, future }: UndoHistory, text: string): Travelled | undefined {
  const entry = future.at(-1);
  if (entry === undefined) return undefined;
  return {
    history: { past: [...past, entry], future: future.slice(0, -1) },
    text: applyChange(text, entry.change),
    selection: entry.after,
  };
}

/** The oldest go first. */
function bound(entries: readonly UndoEntry[]): UndoEntry[] {
  const kept: UndoEntry[] = [];
  let letters = 0;
  for (const entry of entries.toReversed()) {
    letters += entry.change.removed.length + entry.change.inserted.length;
    if (kept.length >= mostEntries || (letters > mostLetters && kept.length > 0)) break;
    kept.push(entry);
  }
  return kept.reverse();
}

const entrySchema = z.object({
  label: z.string(),
  change: z.object({ at: z.number().int().min(0), removed: z.string(), inserted: z.string() }),
  before: z.array(z.string()),
  after: z.array(z.string()),
});
const historySchema = z.object({ past: z.array(entrySchema), future: z.array(entrySchema) });

export function writeHistory(history: UndoHistory): string {
  return JSON.stringify(history);
}

/** A history that does not fit the text is none: going back would make a text that never was. */
export function readHistory(written: string, text: string): UndoHistory {
  const history = parse(written);
  if (history === undefined) return noHistory;
  let at = text;
  for (const { change } of history.past.toReversed()) {
    if (!at.startsWith(change.inserted, change.at)) return noHistory;
    at = revertChange(at, change);
  }
  at = text;
  for (const { change } of history.future.toReversed()) {
    if (!at.startsWith(change.removed, change.at)) return noHistory;
    at = applyChange(at, change);
  }
  return history;
}

function parse(written: string): UndoHistory | undefined {
  if (written === '') return undefined;
  try {
    return historySchema.safeParse(JSON.parse(written)).data;
  } catch {
    return undefined;
  }
}
