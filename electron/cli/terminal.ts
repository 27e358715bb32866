import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Where a command prints to and asks. Text from outside goes through `inert` before it comes here. */
export interface Terminal {
  /** stdout is a terminal: lines may be redrawn. */
  readonly live: boolean;
  /** A person can be asked. */
  readonly interactive: boolean;
  readonly columns: number;
  write(text: string): void;
  /** To stderr: what is no result. */
  note(text: string): void;
  style(style: Style, text: string): string;
  /** The answer; empty when the input ends or Ctrl-C is pressed. */
  ask(question: string): Promise<string>;
  /** As `ask`, without showing what is typed or pasted, and as it was typed. */
  askHidden(question: string): Promise<string>;
}

const columnsWithoutTerminal = 160;
const columnsOfUnsizedTerminal = 80;

/** Colours follow NO_COLOR and whether stdout is a terminal; `colour: false` turns them off. */
export function makeTerminal({ colour }: { readonly colour: boolean }): Terminal {
  const { stdin, stdout, stderr } = process;
  const live = stdout.isTTY === true;
  return {
    live,
    interactive: live && stdin.isTTY === true,
    // A terminal that was given no size says 0.
    columns: live ? stdout.columns || columnsOfUnsizedTerminal : columnsWithoutTerminal,
    write: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    style: (style, text) => (colour && live && text !== '' ? styleText(style, text, { stream: stdout }) : text),
    ask: async (question) => (await askLine(createInterface({ input: stdin, output: stdout }), question)).trim(),
    async askHidden(question) {
      stdout.write(question);
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      try {
        return await askLine(createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 }), '');
      } finally {
        stdout.write('\n');
      }
    },
  };
}

/** The line that is typed; empty when the input ends or Ctrl-C is pressed. */
async function askLine(lines: Interface, question: string): Promise<string> {
  // While it reads, the terminal gives Ctrl-C to it instead of raising the signal.
  lines.once('SIGINT', () => {
    lines.close();
    process.kill(process.pid, 'SIGINT');
  });
  const ended = new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
  });
  try {
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
}
