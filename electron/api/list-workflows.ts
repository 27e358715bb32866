import type { Store } from '../store/store.ts';
import type { WorkflowRow } from '../store/workflows-table.ts';
import { cutPage, readCursor } from './cursor.ts';
import { favouritesOf, versionOf } from './workflow-views.ts';

export interface WorkflowQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly search?: string | undefined;
  readonly tag?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly favourite?: boolean | undefined;
  readonly sort: 'name' | 'changed' | 'run';
}

/** As much of a document as a list looks at. */
interface Outline {
  /** Name, description and tags in small letters. */
  readonly text: string;
  readonly tags: readonly string[];
}

/** By the key of the version, which never changes: a list of thousands must not read thousands of documents each time. */
const outlines = new WeakMap<Store, Map<number, Outline>>();

/** Throws INVALID_INPUT for a strange cursor. */
export function listWorkflows(
  store: Store,
  query: WorkflowQuery,
): { readonly rows: readonly WorkflowRow[]; readonly next: string | null; readonly total: number } {
  const { cursor, limit, search, tag, enabled, favourite } = query;
  const after = readCursor(cursor);
  const favourites = favouritesOf(store);
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = store.workflows.list().filter((workflow) => {
    if (enabled !== undefined && workflow.enabled !== enabled) return false;
    if (favourite !== undefined && favourites.has(workflow.id) !== favourite) return false;
    if (words.length === 0 && tag === undefined) return true;
    const outline = outlineOf(store, workflow);
    return words.every((word) => outline.text.includes(word)) && (tag === undefined || outline.tags.includes(tag));
  });
  const sorted = inOrder(store, found, query.sort, favourites);
  const start = after === undefined ? 0 : sorted.findIndex(({ key }) => key === after) + 1;
  return { ...cutPage(sorted.slice(start, start + limit + 1), limit), total: found.length };
}

/** Most used first. */
export function listTags(store: Store): { tag: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const workflow of store.workflows.list()) {
    for (const tag of new Set(outlineOf(store, workflow).tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}

/** Favourites stand first. The store gives the rows by name, and sorting keeps that where nothing else decides. */
function inOrder(store: Store, rows: WorkflowRow[], sort: WorkflowQuery['sort'], favourites: ReadonlySet<string>): WorkflowRow[] {
  const newest = sort === 'run' ? store.runs.newestKeys() : undefined;
  const rank = ({ key, updatedAt }: WorkflowRow): number => (sort === 'changed' ? updatedAt : (newest?.get(key) ?? 0));
  const isFirst = ({ id }: WorkflowRow): number => Number(favourites.has(id));
  return rows.sort((a, b) => isFirst(b) - isFirst(a) || rank(b) - rank(a));
}

function outlineOf(store: Store, workflow: WorkflowRow): Outline {
  const known = outlines.get(store) ?? new Map<number, Outline>();
  outlines.set(store, known);
  const before = known.get(workflow.versionKey);
  if (before !== undefined) return before;
  const { name, description = '', tags = [] } = versionOf(store, workflow).document;
  const outline = { text: [name, description, ...tags].join('\n').toLowerCase(), tags };
  known.set(workflow.versionKey, outline);
  return outline;
}
