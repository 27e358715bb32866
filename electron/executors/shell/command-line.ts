import type { z } from 'zod';
import type { shellRun } from '../../../shared/actions/shell/shell-run.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';

interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  readonly verbatimArguments?: boolean;
}

/** The program to start. Shells are kept from reading the user's start-up files, so that a command does the same everywhere. */
export function commandLineOf({ command, program, args = [], shell }: z.output<typeof shellRun.parameters>): CommandLine {
  if (program !== undefined) return { program, args };
  const text = command ?? '';
  switch (shell) {
    case 'sh':
      return { program: 'sh', args: ['-c', text] };
    case 'bash':
      return { program: 'bash', args: ['--noprofile', '--norc', '-c', text] };
    case 'zsh':
      return { program: 'zsh', args: ['-f', '-c', text] };
    case 'pwsh':
      return { program: 'pwsh', args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', text] };
    case 'cmd':
      // With /s, cmd takes off the outer quotes and leaves the rest as it is.
      return { program: 'cmd.exe', args: ['/d', '/s', '/c', `"${text}"`], verbatimArguments: true };
    default:
      return assertNever(shell);
  }
}
