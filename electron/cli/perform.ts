import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import { type Session, sessionOf } from './session.ts';

/** A commander action that ends the process with the code its work returns. Commander passes the arguments, the options, then the command. */
export function perform<A extends readonly unknown[]>(work: (session: Session, ...args: A) => Promise<ExitCode>) {
  return async (...all: [...args: A, command: Command]): Promise<void> => {
    const args = all.slice(0, -1) as unknown as A;
    process.exitCode = await work(sessionOf(all[all.length - 1] as Command), ...args);
  };
}
