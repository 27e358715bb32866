import { open } from 'node:fs/promises';
import { logLevelOf } from '../../shared/run/log-level.ts';
import type { LogChunk } from './log-chunk.ts';
import { assembleLines, type LogLineAt, parseRecord, readLinesOfRecord, told } from './log-lines.ts';

export interface LogQuery {
  /** Empty: any line. */
  readonly text: string;
  readonly matchCase: boolean;
  readonly streams: readonly LogChunk['stream'][] | undefined;
  /** Only lines that speak of warnings or errors, or of errors alone. */
  readonly level: 'warning' | 'error' | undefined;
}

export interface LogMatches {
  readonly lines: readonly LogLineAt[];
  /** Where to go on; undefined at the end of the file. */
  readonly next: number | undefined;
}

const pieceBytes = 512 * 1024;
const newline = 10;

/**
 * The lines that fit, from the record at `from` on, until there are `limit` of them: a little at a time, so that the engine goes on with its
 * work between. Throws what `signal` was aborted with.
 */
export async function searchLog(file: string, from: number, query: LogQuery, limit: number, signal?: AbortSignal): Promise<LogMatches> {
  const fits = matcherOf(query);
  const mayFit = recordMatcherOf(query);
  const found: LogLineAt[] = [];
  const known = new Set<string>();
  /** By attempt and stream, whether its last record ended its line. */
  const ended = new Map<string, boolean>();
  const handle = await open(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    let restAt = from;
    for (;;) {
      signal?.throwIfAborted();
      // Each read ends a turn of the event loop.
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, restAt + rest.length);
      if (bytesRead === 0) return { lines: found, next: undefined };
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      let at = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
        const text = bytes.toString('utf8', at, end);
        const offset = restAt + at;
        at = end + 1;
        const stream = streamOf(text);
        // At the beginning of the file nothing is under way; where a search goes on, that is not known.
        const isWhole = (ended.get(stream) ?? from === 0) && endsLine(text);
        ended.set(stream, endsLine(text));
        if (!mayFit(text)) continue;
        for (const line of linesOf(file, offset, text, isWhole)) {
          const key = `${line.offset}:${line.part}`;
          if (known.has(key) || !fits(line)) continue;
          known.add(key);
          found.push(line);
        }
        if (found.length >= limit) return { lines: found, next: restAt + at };
      }
      rest = bytes.subarray(at);
      restAt += at;
    }
  } finally {
    await handle.close();
  }
}

/** Most records hold whole lines; the others are read with what stands around them. */
function linesOf(file: string, offset: number, text: string, isWhole: boolean): readonly LogLineAt[] {
  if (!isWhole) return readLinesOfRecord(file, offset);
  const chunk = parseRecord(text);
  return chunk === undefined ? [] : assembleLines([{ offset, chunk }]).map(told);
}

function endsLine(record: string): boolean {
  return record.endsWith('\\n"}');
}

/** Pieces of one attempt's stream follow each other. */
function streamOf(record: string): string {
  return /"attempt":\d+,"stream":"\w+"/.exec(record.slice(0, 120))?.[0] ?? '';
}

function matcherOf({ text, matchCase, streams, level }: LogQuery): (line: LogLineAt) => boolean {
  const wanted = matchCase ? text : text.toLowerCase();
  return (line) => {
    if (streams !== undefined && !streams.includes(line.stream)) return false;
    if (level !== undefined) {
      const own = logLevelOf(line.text);
      if (own === 'plain' || (level === 'error' && own !== 'error')) return false;
    }
    return wanted === '' || (matchCase ? line.text : line.text.toLowerCase()).includes(wanted);
  };
}

/** Looks at a record as it is written, before it is taken apart: most do not fit. */
function recordMatcherOf({ text, matchCase, streams }: LogQuery): (record: string) => boolean {
  const escaped = JSON.stringify(text).slice(1, -1);
  const wanted = matchCase ? escaped : escaped.toLowerCase();
  const ofStreams = streams?.map((stream) => `"stream":"${stream}"`);
  return (record) => {
    if (ofStreams !== undefined && !ofStreams.some((one) => record.includes(one))) return false;
    return wanted === '' || (matchCase ? record : record.toLowerCase()).includes(wanted);
  };
}
