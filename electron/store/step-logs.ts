import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LogChunk } from './log-chunk.ts';
import { type LogPage, readLogPage } from './log-lines.ts';
import { type LogMatches, type LogQuery, searchLog } from './log-search.ts';

export interface StepLogChunk extends LogChunk {
  readonly path: string;
}

/** What steps print: one file of JSON lines for each step of a run. */
export interface StepLogs {
  append(runId: string, path: string, chunk: LogChunk): void;
  /** The step has ended: its file is flushed and closed. */
  close(runId: string, path: string): void;
  /** In order of time; of one step or of all. */
  read(runId: string, path?: string): StepLogChunk[];
  /** Paths of the steps that have printed something, and how many bytes their files have. */
  sizes(runId: string): ReadonlyMap<string, number>;
  /** 0 for a step that has printed nothing. */
  size(runId: string, path: string): number;
  /** As `readLogPage`; nothing of a step that has printed nothing. */
  page(runId: string, path: string, from: number, to: number): LogPage;
  /** As `searchLog`. */
  search(runId: string, path: string, from: number, query: LogQuery, limit: number, signal?: AbortSignal): Promise<LogMatches>;
  /** Called for each chunk of the run as it is appended, until the returned function is called. */
  watch(runId: string, listener: (chunk: StepLogChunk) => void): () => void;
  /** Deletes what the steps of a run have printed. */
  remove(runId: string): void;
  closeAll(): void;
}

/** A step's log stops growing here; a last line says so. */
const MAX_LOG_BYTES = 64 * 1024 * 1024;
const BUFFER_BYTES = 32 * 1024;

export interface StepLogOptions {
  /** A log could not be written: what its step prints from then on is not kept. Told once for each step; the step itself goes on. */
  onFault?(error: unknown): void;
}

interface OpenLog {
  /** Undefined when the file could not be opened. */
  readonly descriptor: number | undefined;
  buffer: string;
  written: number;
  full: boolean;
  scheduled: boolean;
}

export function openStepLogs(dataDir: string, { onFault = () => {} }: StepLogOptions = {}): StepLogs {
  const root = join(dataDir, 'logs', 'runs');
  /** By what `keyOf` gives: a step that ends has its log looked for, and to make the name of its file takes longer. */
  const open = new Map<string, OpenLog>();
  const keyOf = (runId: string, path: string): string => `${runId}/${path}`;
  const listeners = new Map<string, Set<(chunk: StepLogChunk) => void>>();
  const folderOf = (runId: string): string => join(root, runId);
  const fileOf = (runId: string, path: string): string => join(folderOf(runId), `${encodeURIComponent(path)}.jsonl`);

  function logOf(runId: string, path: string): OpenLog {
    const key = keyOf(runId, path);
    const known = open.get(key);
    if (known !== undefined) return known;
    const descriptor = openFile(fileOf(runId, path), runId);
    const log = { descriptor, buffer: '', written: 0, full: descriptor === undefined, scheduled: false };
    open.set(key, log);
    return log;
  }

  function openFile(file: string, runId: string): number | undefined {
    try {
      // A data folder that vanished is not begun anew by what a step prints.
      if (existsSync(dataDir)) mkdirSync(folderOf(runId), { recursive: true, mode: 0o700 });
      return openSync(file, 'a', 0o600);
    } catch (error) {
      onFault(error);
      return undefined;
    }
  }

  function flush(log: OpenLog): void {
    log.scheduled = false;
    if (log.buffer === '' || log.descriptor === undefined) return;
    const bytes = Buffer.from(log.buffer, 'utf8');
    log.buffer = '';
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(log.descriptor, bytes, at);
      log.written += bytes.length;
    } catch (error) {
      // Nobody waits for this write, and a step is not to fail for its log.
      log.full = true;
      onFault(error);
    }
  }

  function flushAll(): void {
    for (const log of open.values()) flush(log);
  }

  function flushOne(runId: string, path: string): void {
    const log = open.get(keyOf(runId, path));
    if (log !== undefined) flush(log);
  }

  function closeLog(key: string, log: OpenLog): void {
    flush(log);
    if (log.descriptor !== undefined) closeSync(log.descriptor);
    open.delete(key);
  }

  return {
    append(runId, path, chunk) {
      for (const listener of listeners.get(runId) ?? []) listener({ ...chunk, path });
      const log = logOf(runId, path);
      if (log.full) return;
      log.full = log.written + log.buffer.length > MAX_LOG_BYTES;
      log.buffer += `${JSON.stringify(log.full ? { ...chunk, stream: 'info', text: 'The log is full: what follows is not kept.\n' } : chunk)}\n`;
      if (log.buffer.length >= BUFFER_BYTES) flush(log);
      else if (!log.scheduled) {
        log.scheduled = true;
        setImmediate(() => {
          if (open.has(keyOf(runId, path))) flush(log);
        });
      }
    },
    close(runId, path) {
      const key = keyOf(runId, path);
      const log = open.get(key);
      if (log !== undefined) closeLog(key, log);
    },
    read(runId, path) {
      flushAll();
      if (!existsSync(folderOf(runId))) return [];
      const paths = path === undefined ? readdirSync(folderOf(runId)).map(pathOf) : [path];
      return paths
        .filter((one) => existsSync(fileOf(runId, one)))
        .flatMap((one) => parseLines(readFileSync(fileOf(runId, one), 'utf8'), one))
        .sort((a, b) => a.at - b.at);
    },
    sizes(runId) {
      flushAll();
      if (!existsSync(folderOf(runId))) return new Map();
      const sizes = readdirSync(folderOf(runId)).map((name) => [pathOf(name), statSync(join(folderOf(runId), name)).size] as const);
      return new Map(sizes.filter(([, bytes]) => bytes > 0));
    },
    size(runId, path) {
      flushOne(runId, path);
      return statSync(fileOf(runId, path), { throwIfNoEntry: false })?.size ?? 0;
    },
    page(runId, path, from, to) {
      flushOne(runId, path);
      return existsSync(fileOf(runId, path)) ? readLogPage(fileOf(runId, path), from, to) : { lines: [], size: 0 };
    },
    async search(runId, path, from, query, limit, signal) {
      flushOne(runId, path);
      if (!existsSync(fileOf(runId, path))) return { lines: [], next: undefined };
      return searchLog(fileOf(runId, path), from, query, limit, signal);
    },
    watch(runId, listener) {
      const set = listeners.get(runId) ?? new Set();
      listeners.set(runId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(runId);
      };
    },
    remove: (runId) => rmSync(folderOf(runId), { recursive: true, force: true }),
    closeAll() {
      for (const [key, log] of open) closeLog(key, log);
    },
  };
}

function pathOf(fileName: string): string {
  return decodeURIComponent(fileName.replace(/\.jsonl$/, ''));
}

/** The last line may have been cut off by a crash; what came before it stands. */
function parseLines(text: string, path: string): StepLogChunk[] {
  const end = text.lastIndexOf('\n');
  if (end < 0) return [];
  return text
    .slice(0, end)
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as LogChunk), path }));
}
