import type { Command } from 'commander';
import { resolveDataDir } from '../platform/data-dir.ts';
import { makeTerminal, type Terminal } from './terminal.ts';

/** What every command knows: where to look and how to answer. */
export interface Session {
  readonly format: 'table' | 'json';
  readonly quiet: boolean;
  readonly dataDir: string;
  readonly terminal: Terminal;
}

interface GlobalOptions {
  readonly format?: 'table' | 'json';
  readonly home?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

export function sessionOf(command: Command): Session {
  const { format = 'table', home, quiet = false, color = true } = command.optsWithGlobals<GlobalOptions>();
  return {
    format,
    quiet,
    dataDir: resolveDataDir({ home, environment: process.env, os: process.platform }),
    terminal: makeTerminal({ colour: color }),
  };
}

/** The one JSON document of an answer. */
export function printJson(session: Session, value: unknown): void {
  session.terminal.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** One line of an answer that has many. */
export function printJsonLine(session: Session, value: unknown): void {
  session.terminal.write(`${JSON.stringify(value)}\n`);
}
