import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { withEngine } from '../with-engine.ts';

const checkMs = 500;
/** Time for the command that started this engine to hand over its run. */
const graceMs = 5000;

export function define(program: Command): void {
  program.command('run-queue', { hidden: true }).action(
    perform((session) =>
      withEngine(session, 'runs', async (engine) => {
        if (engine.isRemote()) return exitCodes.done;
        const startedAt = Date.now();
        for (;;) {
          await delay(checkMs);
          const busy = await engine.call((client) => client.runs.list({ states: ['queued', 'running', 'waiting'], limit: 1 }));
          if (busy.items.length === 0 && Date.now() - startedAt > graceMs) return exitCodes.done;
        }
      }),
    ),
  );
}
