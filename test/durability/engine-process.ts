import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { keepApp } from '../../electron/host/kept-app.ts';
import { type SocketServer, startSocketServer } from '../../electron/host/socket-server.ts';
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
  diskLimits: z.object({ minFreeBytes: z.number(), ballastBytes: z.number() }).optional(),
});
export type EngineConfig = z.input<typeof engineConfigSchema>;

// The engine under test: what `pawl serve` is, without the terminal, and with failpoints and a clock that can be set. Config: argv[2], JSON.
const config = engineConfigSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`process ${process.pid}\n`);
armPlan(config.hitsFile, config.plan);
const stop = Promise.withResolvers<void>();
let server: SocketServer | undefined;
const kept = await keepApp({
  dataDir: config.dataDir,
  platform: createNodePlatform(process.env),
  version: 'durability',
  templatesDir: config.dataDir,
  work: 'all',
  reopens: true,
  clock: config.clockFile === undefined ? systemClock : shiftedClock(config.clockFile),
  maxRuns: 4,
  ...(config.diskLimits === undefined ? {} : { diskLimits: config.diskLimits }),
  onFault: (error) => tell('fault', error),
  onShutdown: () => stop.resolve(),
  onLost(error) {
    tell('lost', error);
    void server?.suspend('The data folder is opened again');
  },
  onOpenedAgain(app) {
    tell('reopened', 'the data folder');
    void server?.resume(app.router);
  },
  onGivenUp(error) {
    tell('given up', error);
    process.exit(70);
  },
});
server = await startSocketServer({ dataDir: config.dataDir, router: kept.app.router, version: 'durability', startedAt: Date.now() });
process.once('SIGTERM', () => stop.resolve());
process.stdout.write('ready\n');
await stop.promise;
await server.close();
await kept.close(5000);
await server.removeHostFile();
process.exit(0);

function tell(what: string, error: unknown): void {
  process.stdout.write(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function shiftedClock(file: string): Clock {
  return { ...systemClock, now: () => Date.now() + Number(readFileSync(file, 'utf8')) };
}
