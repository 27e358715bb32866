import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from '../../electron/platform/system-clock.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { openBenchApp } from '../bench/app.ts';
import { laterBackup, sampleWorkflows } from './workflows.ts';

const DAY_MS = 86_400_000;
const DAYS = 6;

/** Which workflows run on a day, and with what: days differ, as days do. */
function runsOf(day: number): readonly (readonly [name: string, inputs?: Record<string, string>])[] {
  const often = Array.from({ length: 2 + ((day * 7) % 5) }, () => ['Test what changed'] as const);
  return [
    ['Nightly backup'],
    ['Publish the site'],
    ...often,
    ['Flaky download'],
    ...(day % 2 === 0 ? [['Check the mirrors'] as const, ['Index the library'] as const] : []),
    ...(day % 3 === 1
      ? [['Publish the site', { target: 'production', reason: 'new prices' }] as const, ['Check the mirrors'] as const]
      : []),
    ...(day === 5 ? [['Weekly report'] as const] : []),
  ];
}

/** Lets real runs happen on each of the last days, by an engine whose clock is set back. */
export async function seedPast(home: string, folder: string): Promise<void> {
  const texts = sampleWorkflows(folder);
  for (const name of ['notes', 'src', 'backups', 'photos']) await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, 'notes/ideas.md'), '# Ideas\n'.repeat(200));
  for (const name of ['parser.ts', 'lexer.ts', 'emit.ts']) await writeFile(path.join(folder, 'src', name), 'export {};\n');
  for (let day = DAYS; day >= 0; day--) {
    const backMs = day * DAY_MS;
    const app = await openBenchApp(home, 'runs', { ...systemClock, now: () => Date.now() - backMs });
    try {
      if (day === DAYS) await importAll(app.client, texts);
      if (day === 2)
        await app.client.workflows.update({ workflow: 'Nightly backup', text: laterBackup(texts['Nightly backup'] ?? ''), trust: true });
      for (const [workflow, inputs = {}] of runsOf(day)) await runToEnd(app.client, workflow, inputs);
    } finally {
      await app.close();
    }
  }
}

/** More workflows than a screen holds, which never run. */
export async function seedMany(client: EngineClient, count: number): Promise<void> {
  for (let index = 1; index <= count; index++) {
    const name = `Archive channel ${String(index).padStart(4, '0')}`;
    const text = `name: ${name}\ndescription: Keeps a copy of channel ${index}\ntags: [archive]\nenabled: false\nsteps: [{ id: keep, action: log, with: { message: kept } }]\n`;
    await client.workflows.import({ text, trust: true });
  }
}

async function importAll(client: EngineClient, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const text of Object.values(texts)) await client.workflows.import({ text, trust: true });
  for (const workflow of ['Nightly backup', 'Publish the site']) await client.workflows.setFavourite({ workflow, favourite: true });
}

async function runToEnd(client: EngineClient, workflow: string, inputs: Record<string, string>): Promise<void> {
  const { runId } = await client.workflows.execute({ workflow, inputs, triggeredBy: 'window' });
  for await (const _update of await client.runs.follow({ run: runId }));
}
