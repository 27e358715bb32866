import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogChunk } from './log-chunk.ts';
import { assembleLines, readLogPage } from './log-lines.ts';
import { type LogQuery, searchLog } from './log-search.ts';

const folder = mkdtempSync(join(tmpdir(), 'pawl-log-lines-'));
let files = 0;

function write(chunks: readonly LogChunk[]): string {
  const file = join(folder, `${files++}.jsonl`);
  writeFileSync(file, chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join(''));
  return file;
}

const chunkOf = (text: string, stream: LogChunk['stream'] = 'stdout', attempt = 1): LogChunk => ({ at: 1000, attempt, stream, text });
const any: LogQuery = { text: '', matchCase: false, streams: undefined, level: undefined };

const anyChunks = fc.array(
  fc.record({
    at: fc.nat(),
    attempt: fc.constantFrom(1, 1, 1, 2),
    stream: fc.constantFrom('stdout' as const, 'stdout' as const, 'stderr' as const),
    text: fc
      .array(fc.constantFrom('a', 'Bc', 'needle', '\n', '\n', 'ü', '"', '\\', '\u001b[31m'), { maxLength: 9 })
      .map((parts) => parts.join('')),
  }),
  { maxLength: 40 },
);

/** What a page shows of a line. */
const shown = ({ offset, part, text, stream }: { offset: number; part: number; text: string; stream: string }) => ({
  offset,
  part,
  text,
  stream,
});

describe('the lines of a log', () => {
  it('are told once each, whole and in order, by pages that lie side by side, however they are cut', () => {
    fc.assert(
      fc.property(anyChunks, fc.integer({ min: 1, max: 400 }), (chunks, pageBytes) => {
        const file = write(chunks);
        const { lines: whole, size } = readLogPage(file, 0, Number.MAX_SAFE_INTEGER);
        const paged = [];
        for (let from = 0; from < size; from += pageBytes) paged.push(...readLogPage(file, from, from + pageBytes).lines);
        expect(paged).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('hold every letter that each attempt has printed on each stream', () => {
    fc.assert(
      fc.property(anyChunks, (chunks) => {
        const { lines } = readLogPage(write(chunks), 0, Number.MAX_SAFE_INTEGER);
        for (const stream of ['stdout', 'stderr'] as const) {
          for (const attempt of [1, 2]) {
            const of = (one: { stream: string; attempt: number }) => one.stream === stream && one.attempt === attempt;
            const printed = chunks
              .filter(of)
              .map(({ text }) => text)
              .join('');
            expect(lines.filter(of).map(({ text }) => text)).toEqual(
              printed.replace(/\n$/, '') === '' && !printed.includes('\n') ? [] : printed.replace(/\n$/, '').split('\n'),
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keep a line that another stream interrupts whole', () => {
    const lines = assembleLines([
      { offset: 0, chunk: chunkOf('build') },
      { offset: 50, chunk: chunkOf('a warning\n', 'stderr') },
      { offset: 100, chunk: chunkOf('ing…\n') },
    ]);
    expect(lines.map(({ text }) => text)).toEqual(['building…', 'a warning']);
  });

  it('are cut where no eye reads on, and say how much is missing', () => {
    const file = write([chunkOf('x'.repeat(50_000)), chunkOf('y'.repeat(10), 'stderr'), chunkOf('x'.repeat(20_000)), chunkOf('\nend\n')]);
    const { lines } = readLogPage(file, 0, 10);
    expect(lines).toMatchObject([{ text: 'x'.repeat(8000), cut: 62_000 }]);
    expect(lines[0]?.offset).toBe(0);
  });

  it('leave out a record that a crash has cut off', () => {
    const file = write([chunkOf('whole\n')]);
    writeFileSync(file, '{"at":1,"attempt":1,"stream":"stdout","text":"hal', { flag: 'a' });
    expect(readLogPage(file, 0, 10_000).lines.map(({ text }) => text)).toEqual(['whole']);
  });
});

describe('the search of a log', () => {
  it('finds exactly the lines that a look at every line finds, also where one is printed in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyChunks,
        fc.boolean(),
        fc.constantFrom('needle', 'bc', '"', '\\', 'ü', 'ab', ''),
        async (chunks, matchCase, text) => {
          const file = write(chunks);
          const query: LogQuery = { ...any, text, matchCase };
          // A text that is split over two records is not found by looking at each of them.
          const isWithin = (line: string) => (matchCase ? line.includes(text) : line.toLowerCase().includes(text.toLowerCase()));
          const { lines } = readLogPage(file, 0, Number.MAX_SAFE_INTEGER);
          const found = (await searchLog(file, 0, query, 10_000)).lines;
          const all = lines.filter((line) => isWithin(line.text));
          for (const line of found) expect(all.map(shown)).toContainEqual(shown(line));
          if (text.length <= 1) expect(found.map(shown).sort(byPlace)).toEqual(all.map(shown).sort(byPlace));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('goes on where it stopped, and tells each line once', async () => {
    const file = write(Array.from({ length: 500 }, (_, index) => chunkOf(`line ${index}${index % 3 === 0 ? ' hit' : ''}\n`)));
    const found: string[] = [];
    let from: number | undefined = 0;
    while (from !== undefined) {
      const matches: Awaited<ReturnType<typeof searchLog>> = await searchLog(file, from, { ...any, text: 'HIT' }, 7);
      expect(matches.lines.length).toBeLessThanOrEqual(7);
      found.push(...matches.lines.map(({ text }) => text));
      from = matches.next;
    }
    expect(found).toEqual(Array.from({ length: 167 }, (_, index) => `line ${index * 3} hit`));
  });

  it('keeps to the streams and to what lines say of themselves', async () => {
    const file = write([
      chunkOf('fine\n'),
      chunkOf('Warning: old\n', 'stderr'),
      chunkOf('error: gone\n'),
      chunkOf('just noise\n', 'stderr'),
    ]);
    const texts = async (query: Partial<LogQuery>) => (await searchLog(file, 0, { ...any, ...query }, 100)).lines.map(({ text }) => text);
    expect(await texts({ streams: ['stderr'] })).toEqual(['Warning: old', 'just noise']);
    expect(await texts({ level: 'warning' })).toEqual(['Warning: old', 'error: gone']);
    expect(await texts({ level: 'error' })).toEqual(['error: gone']);
  });

  it('stops when nobody waits for it any more', async () => {
    const leaving = AbortSignal.abort(new Error('left'));
    await expect(searchLog(write([chunkOf('a\n')]), 0, any, 1, leaving)).rejects.toThrow('left');
  });
});

function byPlace(a: { offset: number; part: number }, b: { offset: number; part: number }): number {
  return a.offset - b.offset || a.part - b.part;
}
