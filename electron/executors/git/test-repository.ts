import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { ActionDefinition } from '../../../shared/actions/action.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { Executor, StepContext } from '../executor.ts';
import { makeContext, type TestContext } from '../test-context.ts';

/** A real repository in a new folder, and the context of a step that works there. */
export interface TestRepository {
  readonly context: TestContext;
  readonly folder: string;
  git(...args: string[]): string;
  write(path: string, content: string): void;
  /** Writes the file, commits everything and returns the hash. */
  commit(path: string, content: string, message?: string): string;
}

export function makeRepository(context: TestContext = makeContext(), name = '.'): TestRepository {
  const folder = join(context.workingDirectory, name);
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]): string => runGit(context, folder, args);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const commit = (path: string, content: string, message = `Change ${path}`): string => {
    write(path, content);
    git('add', '--all');
    git('commit', '--quiet', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  return { context, folder, git, write, commit };
}

/** The machine's git without the machine's configuration. */
export function runGit(context: TestContext, folder: string, args: readonly string[]): string {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: context.baseFolder, GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...args], { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
}

/** Runs a step as the engine does: parse, intent, effect. */
export async function runStep<P extends z.ZodType, O extends z.ZodType>(
  definition: ActionDefinition<P, O>,
  executor: Executor<z.output<P>, z.input<O>>,
  input: z.input<P>,
  context: StepContext,
): Promise<z.output<O>> {
  const parameters = definition.parameters.parse(input);
  const intent = await executor.intent?.(parameters, context);
  return definition.output.parse(await executor.run(parameters, { ...context, intent }));
}

/** The three moments of a crash: what the probe says before the effect, and after it. */
export async function probeAround<P extends z.ZodType, O extends z.ZodType>(
  definition: ActionDefinition<P, O>,
  executor: Executor<z.output<P>, z.input<O>>,
  input: z.input<P>,
  context: StepContext,
) {
  const parameters = definition.parameters.parse(input);
  const intent: Json = (await executor.intent?.(parameters, context)) ?? null;
  // As it comes back from the store.
  const later = { ...context, intent: JSON.parse(JSON.stringify(intent)) };
  const before = await executor.probe?.(parameters, later);
  const output = await executor.run(parameters, later);
  const after = await executor.probe?.(parameters, later);
  return { before: before?.outcome, output, after };
}
