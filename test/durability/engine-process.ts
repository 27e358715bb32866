import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createApp } from '../../electron/app.ts';
import { startSocketServer } from '../../electron/host/socket-server.ts';
import { createNodePlatform } from '../../electron/platform/node-platform.ts';
import { systemClock } from '../../electron/platform/system-clock.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { armPlan, failpointPlanSchema } from './failpoint-plan.ts';

export const engineConfigSchema = z.object({
  dataDir: z.string(),
  /** Where reached failpoints are noted. */
  hitsFile: z.string(),
  plan: failpointPlanSchema.optional(),
  /** Holds milliseconds to add to the wall clock; read at every look at it. */
  clockFile: z.string().optional(),
});
export type EngineConfig = z.input<typeof engineConfigSchema>;

// The engine under test: what `pawl serve` is, without the terminal, and with failpoints and a clock that can be set. Config: argv[2], JSON.
const config = engineConfigSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`process ${process.pid}\n`);
armPlan(config.hitsFile, config.plan);
const stop = Promise.withResolvers<void>();
const app = await createApp({
  dataDir: config.dataDir,
  platform: createNodePlatform(process.env),
  version: 'durability',
  templatesDir: config.dataDir,
  work: 'all',
  clock: config.clockFile === undefined ? systemClock : shiftedClock(config.clockFile),
  maxRuns: 4,
  onFault: tellFault,
  onPoisoned: tellFault,
  onShutdown: () => stop.resolve(),
});
const server = await startSocketServer({ dataDir: config.dataDir, router: app.router, version: 'durability', startedAt: Date.now() });
process.once('SIGTERM', () => stop.resolve());
process.stdout.write('ready\n');
await stop.promise;
await server.close();
await app.close();
await server.removeHostFile();
process.exit(0);

/** The driver opens the data folder again with another engine. */
function tellFault(error: unknown): void {
  process.stdout.write(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function shiftedClock(file: string): Clock {
  return { ...systemClock, now: () => Date.now() + Number(readFileSync(file, 'utf8')) };
}
