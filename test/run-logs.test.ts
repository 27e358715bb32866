import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Hosted, startHosted } from './support/hosted-app.ts';
import { until } from './support/until.ts';

let hosted: Hosted;
beforeEach(async () => {
  hosted = await startHosted();
});
afterEach(() => hosted.close());

async function startRun(text: string): Promise<{ run: string; folder: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pawl-run-logs-'));
  const { runId } = await hosted.client.runs.start({ source: { text, path: path.join(folder, 'logs.pawl.yaml') } });
  return { run: runId, folder };
}

async function whenOver(run: string): Promise<void> {
  await until(async () => (await hosted.client.runs.head({ run })).endedAt !== null);
}

async function firstSizes(run: string) {
  for await (const sizes of await hosted.client.runs.logSizes({ run })) return sizes;
  throw new Error('no sizes were told');
}

const two = `
name: Two
steps:
  - { id: first, action: shell.run, with: { command: 'echo one; echo "an error" >&2; echo two' } }
  - { id: second, action: shell.run, needs: [first], with: { command: 'echo three' } }
`;

/** Goes on when the file \`go\` is there. */
const held = `
name: Held
steps:
  - { id: hold, action: shell.run, with: { command: 'echo before; until [ -e go ]; do sleep 0.02; done; echo after' } }
`;

describe('the log of a run, a page at a time', () => {
  it('has its steps in order, and each line of a step', async () => {
    const { run } = await startRun(two);
    await whenOver(run);
    const { segments, isOver } = await firstSizes(run);
    expect(isOver).toBe(true);
    expect(segments.map((segment) => segment.path)).toEqual(['first', 'second']);
    const { lines, size, to } = await hosted.client.runs.logPage({ run, path: 'first' });
    expect(size).toBe(segments[0]?.bytes);
    expect(to).toBe(size);
    expect(lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual(['stderr an error', 'stdout one', 'stdout two']);
  });

  it('tells how it grows while the run goes on, and that it is over', async () => {
    const { run, folder } = await startRun(held);
    const bytes: number[] = [];
    let last: boolean | undefined;
    for await (const { segments, isOver } of await hosted.client.runs.logSizes({ run })) {
      const now = segments.find((segment) => segment.path === 'hold')?.bytes ?? 0;
      if (now > 0 && bytes.length === 0) writeFileSync(path.join(folder, 'go'), '');
      if (now > 0) bytes.push(now);
      last = isOver;
    }
    expect(last).toBe(true);
    expect(bytes.at(-1)).toBeGreaterThan(bytes[0] ?? 0);
    expect((await hosted.client.runs.logPage({ run, path: 'hold' })).lines.map(({ text }) => text)).toEqual(['before', 'after']);
  });

  it('is searched through all of its steps, by pages that go on where the last ended', async () => {
    const { run } = await startRun(two);
    await whenOver(run);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await hosted.client.runs.logSearch({ run, text: 'E', limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.items.map((line) => `${line.path}: ${line.text}`));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(found.sort()).toEqual(['first: an error', 'first: one', 'second: three']);
    expect((await hosted.client.runs.logSearch({ run, streams: ['stderr'] })).items.map(({ text }) => text)).toEqual(['an error']);
    expect((await hosted.client.runs.logSearch({ run, step: 'second', text: 'one' })).items).toEqual([]);
  });

  it('of a hundred megabytes is read at any place and searched to its end', async () => {
    const { run } = await startRun(two);
    await whenOver(run);
    const line = (number: number): string => `${String(number).padStart(9, '0')} ${'x'.repeat(180)}`;
    const record = (number: number): string => `${JSON.stringify({ at: 1, attempt: 1, stream: 'stdout', text: `${line(number)}\n` })}\n`;
    const bytesOfRecord = record(1).length;
    const count = Math.ceil(100_000_000 / bytesOfRecord);
    const folder = path.join(hosted.dataDir, 'logs', 'runs', run);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'second.jsonl'), '');
    for (let from = 0; from < count; from += 10_000) {
      const records = Array.from({ length: Math.min(10_000, count - from) }, (_, index) => record(from + index));
      writeFileSync(path.join(folder, 'second.jsonl'), records.join(''), { flag: 'a' });
    }
    const { segments } = await firstSizes(run);
    const size = segments.find((segment) => segment.path === 'second')?.bytes ?? 0;
    expect(size).toBeGreaterThanOrEqual(100_000_000);

    const middle = Math.floor(count / 2);
    const page = await hosted.client.runs.logPage({ run, path: 'second', from: middle * bytesOfRecord, bytes: 32_768 });
    expect(page.lines[0]?.text).toBe(line(middle));
    expect(page.lines.length).toBe(Math.ceil(32_768 / bytesOfRecord));
    const last = await hosted.client.runs.logPage({ run, path: 'second', from: size - 1000, bytes: 32_768 });
    expect(last.lines.at(-1)?.text).toBe(line(count - 1));

    const wanted = String(count - 2).padStart(9, '0');
    const { items, next } = await hosted.client.runs.logSearch({ run, text: wanted });
    expect(items).toMatchObject([{ path: 'second', text: line(count - 2) }]);
    expect(next).toBeNull();
  });
});
