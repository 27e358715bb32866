import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface LogChunk {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly attempt: number;
  readonly stream: 'stdout' | 'stderr' | 'info';
  /** Any part of the stream: not always whole lines. */
  readonly text: string;
}

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
  /** Called for each chunk of the run as it is appended, until the returned function is called. */
  watch(runId: string, listener: (chunk: StepLogChunk) => void): () => void;
  closeAll(): void;
}

/** A step's log stops growing here; a last line says so. */
const MAX_LOG_BYTES = 64 * 1024 * 1024;
const BUFFER_BYTES = 32 * 1024;

interface OpenLog {
  readonly descriptor: number;
  buffer: string;
  written: number;
  full: boolean;
  scheduled: boolean;
}

export function openStepLogs(dataDir: string): StepLogs {
  const root = join(dataDir, 'logs', 'runs');
  const open = new Map<string, OpenLog>();
  const listeners = new Map<string, Set<(chunk: StepLogChunk) => void>>();
  const folderOf = (runId: string): string => join(root, runId);
  const fileOf = (runId: string, path: string): string => join(folderOf(runId), `${encodeURIComponent(path)}.jsonl`);

  function logOf(runId: string, path: string): OpenLog {
    const file = fileOf(runId, path);
    const known = open.get(file);
    if (known !== undefined) return known;
    mkdirSync(folderOf(runId), { recursive: true, mode: 0o700 });
    const log = { descriptor: openSync(file, 'a', 0o600), buffer: '', written: 0, full: false, scheduled: false };
    open.set(file, log);
    return log;
  }

  function flush(log: OpenLog): void {
    log.scheduled = false;
    if (log.buffer === '') return;
    const bytes = Buffer.from(log.buffer, 'utf8');
    log.buffer = '';
    for (let at = 0; at < bytes.length; ) at += writeSync(log.descriptor, bytes, at);
    log.written += bytes.length;
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
          if (open.has(fileOf(runId, path))) flush(log);
        });
      }
    },
    close(runId, path) {
      const log = open.get(fileOf(runId, path));
      if (log === undefined) return;
      flush(log);
      closeSync(log.descriptor);
      open.delete(fileOf(runId, path));
    },
    read(runId, path) {
      for (const log of open.values()) flush(log);
      if (!existsSync(folderOf(runId))) return [];
      const paths =
        path === undefined ? readdirSync(folderOf(runId)).map((name) => decodeURIComponent(name.replace(/\.jsonl$/, ''))) : [path];
      return paths
        .filter((one) => existsSync(fileOf(runId, one)))
        .flatMap((one) => parseLines(readFileSync(fileOf(runId, one), 'utf8'), one))
        .sort((a, b) => a.at - b.at);
    },
    watch(runId, listener) {
      const set = listeners.get(runId) ?? new Set();
      listeners.set(runId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(runId);
      };
    },
    closeAll() {
      for (const log of open.values()) {
        flush(log);
        closeSync(log.descriptor);
      }
      open.clear();
    },
  };
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
