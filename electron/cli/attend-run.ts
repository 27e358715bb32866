import { answerQuestions } from './answer-questions.ts';
import type { Engine } from './connect.ts';
import { type ExitCode, exitCodeOfRun, exitCodes } from './exit-codes.ts';
import { followRun } from './follow.ts';
import { followWords, isWritten } from './follow-words.ts';
import { onInterrupt } from './interrupt.ts';
import { makeProgress } from './output/progress.ts';
import { runSummary } from './output/run-summary.ts';
import { printJson, type Session } from './session.ts';

export interface AttendOptions {
  /** Approve what the run asks, unseen. */
  readonly yes?: boolean;
}

/**
 * Shows a run until it is over or waits for a person, then tells how it stands. The first Ctrl-C pauses it and lets its running steps end;
 * the second leaves at once: the engine that recovers the run finds the interrupted step in its records. One that is pushed back goes on as
 * another, which is shown in its turn.
 */
export async function attendRun(session: Session, engine: Engine, run: string, options: AttendOptions = {}): Promise<ExitCode> {
  const exitCode = await attendOne(session, engine, run, options);
  if (exitCode !== exitCodes.cancelled) return exitCode;
  const { items } = await engine.call((client) => client.inbox.list({ run, open: false }));
  const next = items.find(({ goesOnAs }) => goesOnAs !== null)?.goesOnAs;
  return next == null ? exitCode : attendRun(session, engine, next, options);
}

async function attendOne(session: Session, engine: Engine, run: string, { yes = false }: AttendOptions): Promise<ExitCode> {
  const { terminal, format, quiet } = session;
  const progress = format === 'table' && !quiet ? makeProgress(terminal) : undefined;
  const resumeHint = `Go on with \`pawl resume ${run}\`.\n`;
  let interrupted = false;
  let words: ReturnType<typeof followWords> | undefined;
  let pausing: Promise<unknown> = Promise.resolve();
  const stopListening = onInterrupt(
    () => {
      interrupted = true;
      (progress ?? terminal).note('Pausing: running steps end first. Ctrl-C again leaves at once.\n');
      pausing = engine
        .call((client) => client.runs.pause({ run }))
        .catch((error: unknown) => {
          // The run was over before the pause came, which its end tells better.
          if (error instanceof Error && 'code' in error && error.code === 'CONFLICT') return;
          (progress ?? terminal).note(`The run could not be paused: ${error instanceof Error ? error.message : String(error)}\n`);
        });
    },
    () => {
      progress?.end();
      terminal.note(`Left while a step was running. ${resumeHint}`);
      process.exit(exitCodes.interrupted);
    },
  );
  try {
    const settled = await followRun(engine, run, {
      onRun: () => {},
      onStep(step) {
        progress?.update(step);
        if (progress !== undefined && terminal.live && isWritten(step)) words ??= followWords(engine, run, progress.say);
      },
      async onWaiting() {
        const letGo = progress?.hold();
        const goesOn = await answerQuestions(session, engine, run, { yes });
        letGo?.();
        return goesOn;
      },
    });
    await pausing;
    progress?.end();
    const left = interrupted && settled.state === 'paused';
    const exitCode = left ? exitCodes.interrupted : exitCodeOfRun(settled.state);
    if (format === 'json' || !quiet || exitCode !== exitCodes.done) {
      const view = await engine.call((client) => client.runs.get({ run }));
      if (format === 'json') printJson(session, view);
      else terminal.write(runSummary(view, terminal));
    }
    // For people the summary says so.
    if (left && format === 'json') terminal.note(`The run is paused. ${resumeHint}`);
    return exitCode;
  } finally {
    words?.stop();
    progress?.end();
    stopListening();
  }
}
