import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunFold } from '../shared/run/run-fold.ts';
import { type Hosted, startHosted } from './support/hosted-app.ts';
import { until } from './support/until.ts';

let hosted: Hosted;
beforeEach(async () => {
  hosted = await startHosted();
});
afterEach(() => hosted.close());

const text = `
name: Details
variables: [{ name: who, default: world }]
steps:
  - { id: each, forEach: '[1, 2]', steps: [{ id: say, action: log, with: { message: '{{ item }} {{ who }}' } }] }
  - id: flaky
    action: shell.run
    retry: { maxRetries: 1, delay: 10ms }
    needs: [each]
    with: { command: 'if [ -e once ]; then echo fine; else touch once; echo "not yet" >&2; exit 75; fi' }
  - { id: last, action: log, needs: [flaky], with: { message: done } }
`;

const folders = new Map<string, string>();

async function run(inputs: Record<string, string> = {}): Promise<string> {
  const folder = folders.get('one') ?? mkdtempSync(path.join(tmpdir(), 'pawl-run-details-'));
  folders.set('one', folder);
  const source = { text, path: path.join(folder, 'details.pawl.yaml') };
  const { runId } = await hosted.client.runs.start({ source, inputs });
  await until(async () => (await hosted.client.runs.head({ run: runId })).endedAt !== null);
  return runId;
}
beforeEach(() => folders.clear());

describe('a run in detail', () => {
  it('is told by its history, a page at a time, and the fold of it is the run as it ended', async () => {
    const runId = await run();
    const fold = createRunFold();
    let after: number | null = 0;
    while (after !== null) {
      const page: Awaited<ReturnType<typeof hosted.client.runs.history>> = await hosted.client.runs.history({
        run: runId,
        after,
        limit: 3,
      });
      for (const { sequence, at, event } of page.items) fold.apply(sequence, Date.parse(at), event);
      after = page.next;
    }
    const view = await hosted.client.runs.get({ run: runId });
    const picture = fold.picture();
    expect(picture.status).toBe(view.state);
    expect(picture.sequence).toBe((await hosted.client.runs.head({ run: runId })).sequence);
    for (const step of view.steps) {
      expect(picture.steps.get(step.path)).toMatchObject({ state: step.state, attempts: step.attempts });
    }
    expect(picture.steps.size).toBe(view.steps.length);
  });

  it('has the attempts of a step with their inputs and errors, and large values only when they are asked for', async () => {
    const runId = await run();
    const step = await hosted.client.runs.step({ run: runId, step: 'flaky' });
    expect(step.attemptList).toMatchObject([
      {
        attempt: 1,
        state: 'failed',
        effect: 'once',
        error: { code: 'EXIT_CODE' },
        input: { value: { command: expect.stringContaining('once') } },
      },
      { attempt: 2, state: 'succeeded', error: null },
    ]);
    expect(step.output?.value).toMatchObject({ stdout: expect.stringContaining('fine') });
    const small = await hosted.client.runs.step({ run: runId, step: 'flaky', largest: 4 });
    expect(small.output).toEqual({ bytes: step.output?.bytes });
    expect(small.attemptList[0]?.input).not.toHaveProperty('value');
    const asText = await hosted.client.runs.step({ run: runId, step: 'flaky', asText: true });
    expect(asText.output).not.toHaveProperty('value');
    expect(JSON.parse(asText.output?.text ?? '')).toEqual(step.output?.value);
    expect(JSON.parse(asText.attemptList[0]?.input?.text ?? '')).toEqual(step.attemptList[0]?.input?.value);
  });

  it('keeps its document as it was when the workflow changes, and knows the runs around it', async () => {
    const first = await run();
    const second = await run({ who: 'you' });
    const changed = text.replace('message: done', 'message: changed');
    const folder = folders.get('one') ?? '';
    const third = (await hosted.client.runs.start({ source: { text: changed, path: path.join(folder, 'details.pawl.yaml') } })).runId;
    await until(async () => (await hosted.client.runs.head({ run: third })).endedAt !== null);
    expect(await hosted.client.runs.document({ run: first })).toMatchObject({ number: 1, isCurrent: false, text });
    expect(await hosted.client.runs.document({ run: third })).toMatchObject({ number: 2, isCurrent: true, text: changed });
    expect(await hosted.client.runs.head({ run: second })).toMatchObject({ older: first, newer: third, lastGood: first });
  });

  it('is compared with another: states, durations, inputs, and whether outputs are the same', async () => {
    const first = await run();
    const second = await run({ who: 'you' });
    const comparison = await hosted.client.runs.compare({ run: second, with: first });
    expect(comparison).toMatchObject({ isSameDocument: true, isSameInputs: false, before: { runId: first }, after: { runId: second } });
    const same = new Map(comparison.items.map((item) => [item.path, item.isSameOutput]));
    expect(same.get('last')).toBe(true);
    expect(same.get('each[0]/say')).toBe(false);
    expect(comparison.items.find((item) => item.path === 'flaky')).toMatchObject({ before: { attempts: 2 }, after: { attempts: 1 } });
  });

  it('is not compared with a run of another workflow', async () => {
    const first = await run();
    const folder = mkdtempSync(path.join(tmpdir(), 'pawl-run-details-'));
    writeFileSync(path.join(folder, 'x'), '');
    const other = 'name: Other\nsteps: [{ id: a, action: log, with: { message: b } }]\n';
    const { runId } = await hosted.client.runs.start({ source: { text: other, path: path.join(folder, 'other.pawl.yaml') } });
    await expect(hosted.client.runs.compare({ run: runId, with: first })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
