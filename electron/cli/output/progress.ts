import type { StepSummary } from '../../../shared/contract/run-view.ts';
import { isTerminalStep } from '../../../shared/run/status.ts';
import type { Terminal } from '../terminal.ts';
import { markOf } from './marks.ts';
import { stepLabel, stepLines } from './step-lines.ts';
import { columnsOf, cut, inertLine } from './text.ts';
import { durationText } from './time.ts';

/** A line for each step that ended; on a terminal, below them the steps that run, redrawn. */
export interface Progress {
  update(step: StepSummary): void;
  /** What a step that runs has printed: on a terminal, the last lines of it stand below the step. */
  say(stepPath: string, text: string): void;
  /** A line to stderr, which the redrawn lines must not cover. */
  note(text: string): void;
  /** Draws nothing, for a question in between, until what is returned is called. */
  hold(): () => void;
  /** Takes the redrawn lines away. */
  end(): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;
const mostActive = 12;
/** Of what one step prints. */
const mostWords = 4;
const keptCharacters = 4000;

export function makeProgress(terminal: Terminal): Progress {
  const active = new Map<string, StepSummary>();
  const told = new Map<string, string>();
  const words = new Map<string, string>();
  let drawn = 0;
  let frame = 0;
  let held = false;

  const erase = () => {
    if (drawn > 0) terminal.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const draw = () => {
    if (held) return;
    const lines = [...active.values()]
      .slice(0, mostActive)
      .flatMap((step) => [
        activeLine(step, frames[frame % frames.length] ?? '', terminal),
        ...lastLines(words.get(step.path) ?? '', terminal),
      ]);
    terminal.write(lines.map((line) => `${line}\n`).join(''));
    drawn = lines.length;
  };
  const timer = terminal.live
    ? setInterval(() => {
        frame += 1;
        erase();
        draw();
      }, frameMs)
    : undefined;

  return {
    update(step) {
      if (step.state === 'running' || step.state === 'waiting') active.set(step.path, step);
      else {
        active.delete(step.path);
        words.delete(step.path);
      }
      // The same end may be told twice: updates carry a step as it is now.
      const end = `${step.state} ${step.attempts}`;
      const news = isWorthALine(step) && told.get(step.path) !== end;
      if (news) told.set(step.path, end);
      if (!terminal.live) {
        if (news) terminal.write(stepLines(step, terminal));
        return;
      }
      erase();
      if (news) terminal.write(stepLines(step, terminal));
      draw();
    },
    say(path, text) {
      if (active.has(path)) words.set(path, `${words.get(path) ?? ''}${text}`.slice(-keptCharacters));
    },
    note(text) {
      if (terminal.live) erase();
      terminal.note(text);
      if (terminal.live) draw();
    },
    hold() {
      if (terminal.live) erase();
      held = true;
      return () => {
        held = false;
      };
    },
    end() {
      clearInterval(timer);
      if (terminal.live) erase();
    },
  };
}

function isWorthALine(step: StepSummary): boolean {
  return isTerminalStep(step.state) || step.state === 'unknown';
}

function activeLine(step: StepSummary, spinner: string, terminal: Terminal): string {
  const { sign, colour } = markOf(step.state);
  const since = step.startedAt === null ? '' : durationText(Math.max(0, Date.now() - Date.parse(step.startedAt)));
  const text = [stepLabel(step), step.reason ?? '', since]
    .filter((part) => part !== '')
    .map(inertLine)
    .join('  ');
  return `${terminal.style(colour, step.state === 'running' ? spinner : sign)} ${cut(text, terminal.columns - 3)}`;
}

function lastLines(text: string, terminal: Terminal): string[] {
  const width = Math.max(20, terminal.columns - 5);
  const rows = text
    .trimEnd()
    .split('\n')
    .slice(-mostWords)
    .flatMap((line) => wrap(inertLine(line), width));
  return rows.slice(-mostWords).map((row) => `    ${terminal.style('gray', row)}`);
}

function wrap(line: string, columns: number): string[] {
  const characters = [...line];
  // A character can be two columns wide.
  const width = columnsOf(line) > characters.length ? Math.floor(columns / 2) : columns;
  const rows = Math.ceil(characters.length / width);
  return Array.from({ length: rows }, (_, row) => characters.slice(row * width, (row + 1) * width).join(''));
}
