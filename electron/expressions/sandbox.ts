import { availableParallelism } from 'node:os';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Failure } from './sandbox-messages.ts';
import { createWorkerPool } from './worker-pool.ts';

export interface SandboxLimits {
  /** Counts from when the evaluation starts, not from when it was asked for. Default 200. */
  readonly timeoutMs?: number;
}

/**
 * Evaluates JavaScript that nobody has to trust: QuickJS in WebAssembly, on worker threads, so that the calling thread never waits.
 * A slow evaluation is stopped at its deadline, or killed 0.8 s later. While as many as there are threads (2 to 4) are slow at once, others wait.
 */
export interface Sandbox {
  /**
   * The value of an expression, or of a function body with a `return`, with exactly these names bound as globals. What JSON cannot hold
   * comes back as JSON has it (NaN as null). Throws ActionError `EXPR_SYNTAX`, `EXPR_ERROR`, `EXPR_TIMEOUT`, `EXPR_MEMORY` or `EXPR_TYPE`.
   */
  evaluate(expression: string, names: Readonly<Record<string, Json>>, limits?: SandboxLimits): Promise<Json | undefined>;
  /** Ends the threads; what is under way fails with `EXPR_CLOSED`. */
  close(): void;
}

export interface SandboxOptions {
  /** The worker's code, where it does not stand beside this file under its own name. */
  readonly workerFile?: URL;
  readonly maxWorkers?: number;
}

const DEFAULT_TIMEOUT_MS = 200;

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const besideThis = import.meta.url.endsWith('.ts') ? './sandbox-worker.ts' : './sandbox-worker.js';
  const pool = createWorkerPool({
    workerFile: options.workerFile ?? new URL(besideThis, import.meta.url),
    maxWorkers: options.maxWorkers ?? Math.min(4, Math.max(2, availableParallelism())),
  });
  return {
    async evaluate(expression, names, { timeoutMs = DEFAULT_TIMEOUT_MS } = {}) {
      const outcome = await pool.run({ expression, names: writeNames(names), timeoutMs });
      if (outcome.kind === 'failure') throw toActionError(outcome);
      return outcome.json === undefined ? undefined : readResult(outcome.json);
    },
    close: () =>
      pool.close(new ActionError('EXPR_CLOSED', 'The expression was not evaluated, because Pawl is closing', { kind: 'retryable' })),
  };
}

function writeNames(names: Readonly<Record<string, Json>>): string {
  try {
    return JSON.stringify(names);
  } catch (cause) {
    // A RangeError: too deep for the stack. A TypeError: no JSON after all.
    const why = cause instanceof RangeError ? 'they are nested too deep' : 'they are no JSON';
    throw new ActionError('EXPR_TYPE', `The values that the expression names cannot be passed to it: ${why}`, { cause });
  }
}

/** The text comes out of the sandbox: whoever wrote the expression may have had a hand in it. */
function readResult(json: string): Json {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ActionError('EXPR_TYPE', 'The result of the expression is no JSON value', { cause });
  }
}

function toActionError({ code, message, hint, name, line, column }: Failure): ActionError {
  const details = { ...(name !== undefined && { name }), ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  const hasDetails = Object.keys(details).length > 0;
  return new ActionError(code, message, { ...(hint !== undefined && { hint }), ...(hasDetails && { details }) });
}
