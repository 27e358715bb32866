import { closeSync, openSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workflowSchema } from '../../shared/workflow/schema.ts';
import { serializeWorkflow } from '../../shared/workflow/serialize.ts';
import { lockDataFolder } from '../store/data-folder-lock.ts';
import { toUnavailable } from '../store/database-unavailable.ts';
import { makeFolder } from '../store/make-folder.ts';
import { openSalvage, type Salvage } from '../store/salvage.ts';
import type { SalvagedRow, SalvagedTable } from '../store/salvage-rows.ts';

export interface SalvageSummary {
  readonly source: string;
  readonly folder: string;
  /** How many rows of each table were read. */
  readonly read: Readonly<Record<string, number>>;
  /** Files that hold a workflow each, its newest version that could be read. */
  readonly workflows: number;
  /** One line for each place that could not be read. */
  readonly unreadable: readonly string[];
}

/**
 * Writes everything that can be read of a data folder's database into `folder`: workflows as YAML files, the other tables as JSON lines, and
 * `summary.json`. The database is copied first and never written to. Throws DatabaseUnavailable `in_use` while an engine has it.
 */
export async function exportSalvage(dataDir: string, folder: string): Promise<SalvageSummary> {
  const file = join(dataDir, 'pawl.db');
  const lock = takeLock(dataDir, file);
  try {
    makeFolder(folder);
    if ((await readdir(folder)).length > 0) throw new FolderNotEmpty(folder);
    const copies = await mkdtemp(join(folder, 'copy-'));
    try {
      return await exportFrom(file, join(copies, 'pawl.db'), folder);
    } finally {
      await rm(copies, { recursive: true });
    }
  } finally {
    lock.release();
  }
}

/** Characters that are collected before they are written. */
const CHUNK = 1024 * 1024;

/** What was rescued before is not mixed with what is rescued now. */
export class FolderNotEmpty extends Error {
  override readonly name = 'FolderNotEmpty';
  constructor(folder: string) {
    super(`${folder} is not empty.`);
  }
}

async function exportFrom(file: string, copy: string, folder: string): Promise<SalvageSummary> {
  const read: Record<string, number> = {};
  const unreadable: string[] = [];
  let salvage: Salvage | undefined;
  const versions = new Map<unknown, SalvagedRow>();
  const names = new Map<unknown, SalvagedRow>();
  try {
    salvage = openSalvage(file, copy);
    for (const table of salvage.tables) {
      const { name } = table;
      const take = (row: SalvagedRow): void => {
        if (name === 'workflows') names.set(row['key'], row);
        if (name === 'workflow_versions') keepNewest(versions, row);
      };
      const { rows, problems } = exportTable(salvage, table, folder, take);
      read[name] = rows;
      unreadable.push(...problems.map((problem) => `${name}: ${problem}`));
    }
  } catch (error) {
    unreadable.push(`the whole database: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    salvage?.close();
  }
  await writeWorkflows(folder, names, versions);
  const summary = { source: file, folder, read, workflows: versions.size, unreadable };
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

function exportTable(salvage: Salvage, table: SalvagedTable, folder: string, look: (row: SalvagedRow) => void) {
  const descriptor = openSync(join(folder, `${table.name.replaceAll('_', '-')}.jsonl`), 'wx');
  let rows = 0;
  let lines = '';
  const flush = (): void => {
    writeFileSync(descriptor, lines);
    lines = '';
  };
  try {
    const problems = salvage.read(table, (row) => {
      rows++;
      look(row);
      lines += `${JSON.stringify(row)}\n`;
      if (lines.length > CHUNK) flush();
    });
    flush();
    return { rows, problems };
  } finally {
    closeSync(descriptor);
  }
}

function keepNewest(versions: Map<unknown, SalvagedRow>, row: SalvagedRow): void {
  const known = versions.get(row['workflow_key']);
  if (known === undefined || Number(known['number']) < Number(row['number'])) versions.set(row['workflow_key'], row);
}

async function writeWorkflows(folder: string, names: ReadonlyMap<unknown, SalvagedRow>, versions: ReadonlyMap<unknown, SalvagedRow>) {
  if (versions.size === 0) return;
  await mkdir(join(folder, 'workflows'));
  for (const [key, version] of versions) {
    const parsed = workflowSchema.safeParse(version['document']);
    const row = names.get(key);
    const name = String(row?.['name'] ?? parsed.data?.name ?? 'workflow')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60);
    // What this version of Pawl does not understand is kept as it was written.
    const text = parsed.success ? serializeWorkflow(parsed.data, 'yaml') : String(version['source']);
    await writeFile(join(folder, 'workflows', `${name}-${String(row?.['id'] ?? key)}.pawl.yaml`), text, { flag: 'wx' });
  }
}

export function takeLock(dataDir: string, file: string) {
  try {
    return lockDataFolder(dataDir);
  } catch (error) {
    throw toUnavailable(error, file);
  }
}
