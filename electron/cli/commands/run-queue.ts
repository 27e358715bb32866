import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Engine } from '../connect.ts';
import { exitCodes } from '../exit-codes.ts';
import { isSettled } from '../follow.ts';
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
        const startedAt = performance.now();
        do await delay(checkMs);
        while (performance.now() - startedAt < graceMs || (await isBusy(engine)));
        return exitCodes.done;
      }),
    ),
  );
}

/** What an engine before this one has left is not ours to finish: only the runs that this one was asked for count. */
async function isBusy(engine: Engine): Promise<boolean> {
  for (const run of engine.drivenRuns()) {
    const { state } = await engine.call((client) => client.runs.get({ run }));
    if (!isSettled(state)) return true;
  }
  return false;
}
