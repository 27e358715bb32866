import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LogChunk } from './log-chunk.ts';

/** A line as it was printed, whatever pieces it came in. */
export interface LogLineAt {
  /** Where the record that it begins in starts, in bytes of the file. */
  readonly offset: number;
  /** The number of the line among those that begin in that record. */
  readonly part: number;
  readonly at: number;
  readonly attempt: number;
  readonly stream: LogChunk['stream'];
  /** Without its line end. At most `longestLine` letters. */
  readonly text: string;
  /** Letters that were left out. */
  readonly cut: number;
}

export interface LogPage {
  readonly lines: readonly LogLineAt[];
  /** Of the file when it was read. */
  readonly size: number;
}

/** What no eye reads to its end; the file has all of it. */
const longestLine = 8000;
/** A line that is not whole in its page is looked for so far before and behind it. */
const reachBytes = 96 * 1024;
const newline = 10;

/**
 * The lines that begin in the records which start in the bytes from `from` up to `to`: pages that lie side by side tell each line once.
 * Reads as many bytes as that, and some around; the size of the file does not matter.
 */
export function readLogPage(file: string, from: number, to: number): LogPage {
  const { lines, size } = readAround(file, from, to);
  return { lines: lines.filter((line) => line.offset >= from && line.offset < to).map(told), size };
}

/** The lines that the record at `offset` begins, goes on with or ends. */
export function readLinesOfRecord(file: string, offset: number): readonly LogLineAt[] {
  const { lines } = readAround(file, offset, offset + 1);
  return lines.filter((line) => line.offset <= offset && line.last >= offset).map(told);
}

function readAround(file: string, from: number, to: number): { lines: readonly AssembledLine[]; size: number } {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(0, from - reachBytes);
    const bytes = readBytes(descriptor, start, Math.min(size, to + reachBytes));
    return { lines: assembleLines(recordsIn(bytes, start)), size };
  } finally {
    closeSync(descriptor);
  }
}

export function told({ last: _, ...line }: AssembledLine): LogLineAt {
  return line;
}

export interface LogRecord {
  readonly offset: number;
  readonly chunk: LogChunk;
}

export interface AssembledLine extends LogLineAt {
  /** Where the last record that adds to it starts. */
  readonly last: number;
}

/**
 * Pieces of one stream follow each other, whatever other streams print between them. The first piece of a stream is taken as the beginning of
 * a line: what comes before the records is not known.
 */
export function assembleLines(records: Iterable<LogRecord>): AssembledLine[] {
  const lines: AssembledLine[] = [];
  const open = new Map<string, Mutable<AssembledLine> | undefined>();
  for (const { offset, chunk } of records) {
    const { at, attempt, stream } = chunk;
    const key = `${stream} ${attempt}`;
    const pieces = chunk.text.split('\n');
    let line = open.get(key);
    let part = 0;
    for (const [index, piece] of pieces.entries()) {
      const isLast = index === pieces.length - 1;
      if (line !== undefined) append(line, piece, offset);
      else if (piece !== '' || !isLast) {
        line = { offset, part: part++, at, attempt, stream, text: '', cut: 0, last: offset };
        append(line, piece, offset);
        lines.push(line);
      }
      if (!isLast) line = undefined;
    }
    open.set(key, line);
  }
  return lines;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function append(line: Mutable<AssembledLine>, piece: string, offset: number): void {
  const room = longestLine - line.text.length;
  line.text += piece.slice(0, Math.max(0, room));
  line.cut += Math.max(0, piece.length - Math.max(0, room));
  line.last = offset;
}

/** The whole records of a part of a file that begins at byte `start`: what stands before the first line end belongs to the record before. */
export function* recordsIn(bytes: Buffer, start: number): Generator<LogRecord> {
  let at = start === 0 ? 0 : bytes.indexOf(newline) + 1;
  if (start > 0 && at === 0) return;
  for (let end = bytes.indexOf(newline, at); end >= 0; end = bytes.indexOf(newline, at)) {
    const chunk = parseRecord(bytes.toString('utf8', at, end));
    if (chunk !== undefined) yield { offset: start + at, chunk };
    at = end + 1;
  }
}

/** A record that a crash has cut off is left out. */
export function parseRecord(text: string): LogChunk | undefined {
  try {
    return JSON.parse(text) as LogChunk;
  } catch {
    return undefined;
  }
}

export function readBytes(descriptor: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  let read = 0;
  while (read < bytes.length) {
    const count = readSync(descriptor, bytes, read, bytes.length - read, start + read);
    if (count === 0) break;
    read += count;
  }
  return bytes.subarray(0, read);
}
