import { createHash } from 'node:crypto';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { Database } from './database.ts';

export interface WorkflowRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** The file it was loaded from, absolute; empty when there was none. */
  readonly path: string;
  readonly workingDirectory: string;
  readonly versionKey: number;
  /** Imported workflows are found by name and their triggers are armed; the others were only run from a file. */
  readonly imported: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface VersionRow {
  readonly key: number;
  readonly workflowKey: number;
  /** Counts from 1 in each workflow; from -1 downwards for one that was only tested. */
  readonly number: number;
  readonly hash: string;
  readonly document: WorkflowDocument;
  readonly source: string;
  readonly createdAt: number;
}

export interface SaveWorkflow {
  readonly id: string;
  readonly document: WorkflowDocument;
  readonly source: string;
  readonly path: string;
  readonly workingDirectory: string;
  readonly imported: boolean;
  /** A version of its own, though an older one says the same: what was restored stands at the head of the history. */
  readonly asNew?: boolean;
  readonly at: number;
}

const ROW = `SELECT key, id, name, enabled, path, working_directory AS workingDirectory, version_key AS versionKey, imported,
  created_at AS createdAt, updated_at AS updatedAt FROM workflows`;
const VERSION = `SELECT key, workflow_key AS workflowKey, number, hash, document, source, created_at AS createdAt FROM workflow_versions`;

const NEXT_NUMBER = '(SELECT max(coalesce(max(number), 0), 0) + 1 FROM workflow_versions WHERE workflow_key = ?)';

type RawWorkflow = Omit<WorkflowRow, 'enabled' | 'imported'> & { enabled: number; imported: number };
type RawVersion = Omit<VersionRow, 'document'> & { document: string };

/** Workflows and their immutable versions. Versions stay parsed in memory: a run refers to one by key all the time. */
export function createWorkflowsTable(database: Database) {
  const byKey = database.prepare(`${ROW} WHERE key = ?`);
  const byId = database.prepare(`${ROW} WHERE id = ?`);
  const byPrefix = database.prepare(`${ROW} WHERE substr(id, 1, length(?)) = ? LIMIT 10`);
  const byName = database.prepare(`${ROW} WHERE name = ? ORDER BY imported DESC, updated_at DESC`);
  const byNameAndPath = database.prepare(`${ROW} WHERE name = ? AND path = ?`);
  const all = database.prepare(`${ROW} WHERE imported = 1 ORDER BY name COLLATE NOCASE, key`);
  const insert = database.prepare(
    `INSERT INTO workflows (id, name, enabled, path, working_directory, imported, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `UPDATE workflows SET version_key = ?, working_directory = ?, imported = max(imported, ?), updated_at = ? WHERE key = ?`,
  );
  const setEnabled = database.prepare('UPDATE workflows SET enabled = ?, updated_at = ? WHERE key = ?');
  const forget = database.prepare('UPDATE workflows SET imported = 0, enabled = 0, updated_at = ? WHERE key = ?');
  const versionByKey = database.prepare(`${VERSION} WHERE key = ?`);
  const versionByHash = database.prepare(`${VERSION} WHERE workflow_key = ? AND hash = ?`);
  const versions = database.prepare(`${VERSION} WHERE workflow_key = ? AND number > 0 ORDER BY number DESC`);
  const insertVersion = database.prepare(
    `INSERT INTO workflow_versions (workflow_key, number, hash, document, source, created_at)
     VALUES (?, ${NEXT_NUMBER}, ?, ?, ?, ?)`,
  );
  const insertTested = database.prepare(
    `INSERT INTO workflow_versions (workflow_key, number, hash, document, source, created_at)
     VALUES (?, (SELECT min(coalesce(min(number), 0), 0) - 1 FROM workflow_versions WHERE workflow_key = ?), ?, ?, ?, ?)`,
  );
  const promote = database.prepare(`UPDATE workflow_versions SET number = ${NEXT_NUMBER}, created_at = ? WHERE key = ?`);
  const rename = database.prepare('UPDATE workflows SET name = ?, updated_at = ? WHERE key = ?');
  const rewrite = database.prepare('UPDATE workflow_versions SET source = ? WHERE key = ?');
  const parsed = new Map<number, VersionRow>();

  function workflow(row: unknown): WorkflowRow | undefined {
    if (row === undefined) return undefined;
    const raw = row as RawWorkflow;
    return { ...raw, enabled: raw.enabled === 1, imported: raw.imported === 1 };
  }
  const workflowList = (rows: unknown[]): WorkflowRow[] => rows.map((row) => workflow(row)).filter((row) => row !== undefined);

  function version(row: unknown): VersionRow | undefined {
    if (row === undefined) return undefined;
    const raw = row as RawVersion;
    const known = parsed.get(raw.key);
    if (known !== undefined) return known;
    const made = { ...raw, document: JSON.parse(raw.document) as WorkflowDocument };
    if (parsed.size > 500) parsed.clear();
    parsed.set(raw.key, made);
    return made;
  }

  function begin({ id, document, path, workingDirectory, imported, at }: SaveWorkflow): number {
    const inserted = insert.run(id, document.name, Number(document.enabled), path, workingDirectory, Number(imported), at, at);
    return Number(inserted.lastInsertRowid);
  }

  /** One that was only tested is saved now. */
  function settled(old: VersionRow | undefined, at: number): VersionRow | undefined {
    if (old === undefined || old.number > 0) return old;
    promote.run(old.workflowKey, at, old.key);
    parsed.delete(old.key);
    return version(versionByKey.get(old.key));
  }

  /** A version is what it does: the same document written anew (another comment) is the same version, by its newest text. */
  function record(
    workflowKey: number,
    request: SaveWorkflow,
    current: VersionRow | undefined,
  ): { version: VersionRow; isNewVersion: boolean } {
    const { document, source, at } = request;
    const { json, hash } = written(document);
    // The hash of a version that was made a second time has an id behind it: hashes are unique in a workflow.
    const isCurrent = current !== undefined && contentOf(current.hash) === hash;
    const same = isCurrent ? current : version(versionByHash.get(workflowKey, hash));
    const old = request.asNew === true && !isCurrent && (same?.number ?? 0) > 0 ? undefined : settled(same, at);
    const stored = old === undefined && same !== undefined ? `${hash}+${request.id}` : hash;
    const key = old?.key ?? Number(insertVersion.run(workflowKey, workflowKey, stored, json, source, at).lastInsertRowid);
    if (old !== undefined && old.source !== source) {
      rewrite.run(source, key);
      parsed.delete(key);
    }
    return { version: version(versionByKey.get(key)) as VersionRow, isNewVersion: old === undefined };
  }

  /**
   * A version to be tested, of the workflow (else of the one by name and path): it does not become the current one, and is not listed before
   * it is saved.
   */
  function keepTested(request: SaveWorkflow, of?: WorkflowRow): { workflow: WorkflowRow; version: VersionRow } {
    const { json, hash } = written(request.document);
    const known = of ?? workflow(byNameAndPath.get(request.document.name, request.path));
    const key = known?.key ?? begin(request);
    const versionKey =
      version(versionByHash.get(key, hash))?.key ??
      Number(insertTested.run(key, key, hash, json, request.source, request.at).lastInsertRowid);
    if (known === undefined) update.run(versionKey, request.workingDirectory, 0, request.at, key);
    return { workflow: workflow(byKey.get(key)) as WorkflowRow, version: version(versionByKey.get(versionKey)) as VersionRow };
  }

  return {
    byKey: (key: number) => workflow(byKey.get(key)),
    byId: (id: string) => workflow(byId.get(id)),
    byIdPrefix: (prefix: string) => workflowList(byPrefix.all(prefix, prefix)),
    byName: (name: string) => workflowList(byName.all(name)),
    /** The imported ones, by name. */
    list: () => workflowList(all.all()),

    /** Inserts or finds the workflow (by name and path) and the version (by hash), and makes that version the current one. */
    save(request: SaveWorkflow): { workflow: WorkflowRow; version: VersionRow; isNewVersion: boolean } {
      const { document, path, at } = request;
      const known = workflow(byNameAndPath.get(document.name, path));
      // A text that comes from no file and only runs leaves the imported workflow of its name as it is.
      if (!request.imported && known?.imported === true && path === '') return { ...keepTested(request, known), isNewVersion: false };
      const key = known?.key ?? begin(request);
      const current = known === undefined ? undefined : version(versionByKey.get(known.versionKey));
      const recorded = record(key, request, current);
      update.run(recorded.version.key, request.workingDirectory, Number(request.imported), at, key);
      if (request.imported && known?.imported === false) setEnabled.run(Number(document.enabled), at, key);
      return { workflow: workflow(byKey.get(key)) as WorkflowRow, ...recorded };
    },

    keepTested,

    /** Another workflow of the same file must not have the name. */
    rename: (key: number, name: string, at: number): void => void rename.run(name, at, key),

    setEnabled: (key: number, enabled: boolean, at: number): void => void setEnabled.run(Number(enabled), at, key),
    /** The workflow is found no more; its runs and versions stay for the history. */
    forget: (key: number, at: number): void => void forget.run(at, key),
    version: (key: number) => version(versionByKey.get(key)),
    versions: (workflowKey: number): VersionRow[] => versions.all(workflowKey).map((row) => version(row) as VersionRow),
  };
}

function written(document: WorkflowDocument): { json: string; hash: string } {
  const json = JSON.stringify(document);
  return { json, hash: createHash('sha256').update(json).digest('hex') };
}

function contentOf(hash: string): string {
  return hash.split('+', 1)[0] ?? hash;
}

export type WorkflowsTable = ReturnType<typeof createWorkflowsTable>;
