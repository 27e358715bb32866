import { resolve } from 'node:path';
import type { z } from 'zod';
import { parseByteSize } from '../../../shared/actions/file/byte-size.ts';
import type { shellRun } from '../../../shared/actions/shell/shell-run.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { formatDuration, parseDuration } from '../../../shared/lib/duration.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { type ProcessEnd, runProcess } from '../process/run-process.ts';
import { stepEnvironment } from '../process/step-environment.ts';
import { commandLineOf } from './command-line.ts';

type Parameters = z.output<typeof shellRun.parameters>;

const TAIL_CHARACTERS = 2000;

export const shellRunExecutor: ExecutorFor<typeof shellRun> = {
  plan: ({ command, program, args = [], shell, cwd }, { workingDirectory }) => {
    const folder = resolve(workingDirectory, cwd ?? '.');
    return command === undefined
      ? `Would run ${[program, ...args].join(' ')} in ${folder}`
      : `Would run in ${folder} by ${shell}: ${command}`;
  },

  run: async (parameters, context) => {
    const end = await runCommand(parameters, context);
    if (!parameters.okExitCodes.includes(end.exitCode)) throw exitError(parameters, masked(end, context));
    return {
      exitCode: end.exitCode,
      stdout: end.stdout.text,
      stderr: end.stderr.text,
      truncated: end.stdout.truncated || end.stderr.truncated,
      ...(parameters.parse === undefined ? {} : { data: parseOutput(parameters.parse, end, context) }),
      durationMs: end.durationMs,
      pid: end.pid,
    };
  },
};

async function runCommand(parameters: Parameters, context: StepContext): Promise<ProcessEnd> {
  const commandLine = commandLineOf(parameters);
  const timeout = timeoutOf(parameters, commandLine.program);
  try {
    return await runProcess({
      ...commandLine,
      cwd: resolve(context.workingDirectory, parameters.cwd ?? '.'),
      environment: stepEnvironment(context, { ...parameters.environment, ...parameters.bindings }),
      attemptKey: context.attemptKey(),
      stdin: parameters.stdin,
      maxOutputBytes: parseByteSize(parameters.maxOutput) ?? 0,
      signal: AbortSignal.any([context.signal, timeout.signal]),
      spawn: context.spawn,
      onOutput: (stream, text) => context.log(stream, text),
      onStart: (child) => context.started(child),
    });
  } catch (error) {
    throw isMissingShell(error, parameters) ? missingShellError(parameters, error) : error;
  } finally {
    timeout.stop();
  }
}

function timeoutOf({ timeout }: Parameters, program: string): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const limitMs = timeout === undefined ? undefined : parseDuration(timeout);
  if (limitMs === undefined) return { signal: controller.signal, stop: () => undefined };
  const reason = new ActionError('TIMEOUT', `${program} did not end within ${formatDuration(limitMs)} and was stopped`, {
    kind: 'retryable',
    hint: 'Raise `timeout`, or look in the log for what it waits for. It has no terminal and cannot ask.',
  });
  const timer = setTimeout(() => controller.abort(reason), limitMs);
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}

function parseOutput(form: 'json' | 'lines', { stdout }: ProcessEnd, { masks }: StepContext): Json {
  if (stdout.truncated) {
    throw new ActionError('PARSE_FAILED', 'The output is longer than maxOutput, so that it cannot be parsed', {
      hint: 'Raise `maxOutput`.',
    });
  }
  if (form === 'lines') return stdout.text === '' ? [] : stdout.text.replace(/\r?\n$/, '').split(/\r?\n/);
  try {
    return JSON.parse(stdout.text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ActionError('PARSE_FAILED', `The output of the command is no JSON: ${reason}`, {
      hint: 'Let the command print JSON and nothing else on stdout, or leave `parse` out.',
      details: { stdout: masks.text(stdout.tail).slice(-TAIL_CHARACTERS) },
      cause,
    });
  }
}

/** What is cut before it is stored is masked before it is cut: half a secret is not known again. */
function masked(end: ProcessEnd, { masks }: StepContext): ProcessEnd {
  const { stdout, stderr } = end;
  return { ...end, stdout: { ...stdout, tail: masks.text(stdout.tail) }, stderr: { ...stderr, tail: masks.text(stderr.tail) } };
}

function exitError({ command, program, shell }: Parameters, end: ProcessEnd): ActionError {
  const what = command === undefined ? program : `The command (${shell})`;
  const how = end.endedBy === null ? `exited with ${end.exitCode}` : `was ended by ${end.endedBy}`;
  const said = end.stderr.tail.trimEnd().split('\n').at(-1)?.trim();
  return new ActionError('EXIT_CODE', said ? `${what} ${how}: ${said}` : `${what} ${how}`, {
    kind: 'retryable',
    hint: mayHaveAsked(command, said)
      ? 'It has no terminal and an empty input, so that it cannot ask for anything: give what it needs in `stdin`, or an option that stops it asking.'
      : 'The log holds the whole output.',
    details: {
      exitCode: end.exitCode,
      stdout: end.stdout.tail.slice(-TAIL_CHARACTERS),
      stderr: end.stderr.tail.slice(-TAIL_CHARACTERS),
    },
  });
}

function isMissingShell(error: unknown, { command }: Parameters): boolean {
  return command !== undefined && error instanceof ActionError && error.code === 'PROGRAM_NOT_FOUND';
}

function missingShellError({ shell }: Parameters, cause: unknown): ActionError {
  return new ActionError('SHELL_NOT_FOUND', `The shell ${shell} is not installed, or not in PATH`, {
    hint: `Install ${shell}, choose another \`shell\`, or use \`program\` with \`args\`.`,
    cause,
  });
}

/** A guess, for the hint alone. */
function mayHaveAsked(command: string | undefined, said: string | undefined): boolean {
  return (
    /\b(read|select|sudo|su|ssh|passwd|login)\b/.test(command ?? '') || /\b(tty|terminal|password|passphrase|stdin)\b/i.test(said ?? '')
  );
}
