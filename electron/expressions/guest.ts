import variant from '@jitl/quickjs-singlefile-mjs-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSHandle } from 'quickjs-emscripten-core';
import { describeCompileError, describeOutOfMemory, describeTimeout, describeUnbindable, readAnswer, readThrown } from './guest-answer.ts';
import { createGuestMemory, WORN_ABOVE_BYTES } from './guest-memory.ts';
import { EXPRESSION_FILE, PRELUDE, PRELUDE_FILE } from './guest-prelude.ts';
import { takeMemoryImage } from './memory-image.ts';
import type { Failure, Job, Outcome } from './sandbox-messages.ts';

/** A JavaScript engine in WebAssembly that forgets everything between two evaluations. It blocks its thread while it evaluates. */
export interface Guest {
  /** `onInterrupt` is called now and then during a long evaluation. `worn`: the guest must not be used again. */
  evaluate(job: Job, onInterrupt: () => void): { readonly outcome: Outcome; readonly worn: boolean };
}

const STACK_BYTES = 256 * 1024;

const AS_EXPRESSION = ['(function () { "use strict"; return (\n', '\n); })'] as const;
const AS_FUNCTION_BODY = ['(function () { "use strict";\n', '\n})'] as const;

export async function createGuest(): Promise<Guest> {
  const memory = createGuestMemory();
  const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory }));
  const runtime = module.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);

  let deadline = Number.POSITIVE_INFINITY;
  let interrupted = false;
  let notify = (): void => {};
  runtime.setInterruptHandler(() => {
    notify();
    interrupted ||= performance.now() > deadline;
    return interrupted;
  });

  const context = runtime.newContext();
  const prelude = context.unwrapResult(context.evalCode(PRELUDE, PRELUDE_FILE));
  const bind = context.getProp(prelude, 'bind');
  const call = context.getProp(prelude, 'call');
  const describe = context.getProp(prelude, 'describe');
  const image = takeMemoryImage(memory);

  const isMemoryFull = (): boolean => memory.buffer.byteLength > WORN_ABOVE_BYTES;
  const describeError = (error: QuickJSHandle): ReturnType<typeof readThrown> => {
    const answer = context.callFunction(describe, context.undefined, error);
    return readThrown(answer.error ? '' : context.getString(answer.value), isMemoryFull());
  };

  type Compiled = { readonly program: QuickJSHandle } | { readonly failure: Failure };
  const compileAs = ([open, close]: readonly [string, string], job: Job): Compiled => {
    const result = context.evalCode(`${open}${job.expression}${close}`, EXPRESSION_FILE);
    return result.error ? { failure: describeCompileError(describeError(result.error), job) } : { program: result.value };
  };
  /** Apart from running it, so that a syntax error that the code itself throws (JSON.parse) is not taken for one of the code. */
  const compile = (job: Job): Compiled => {
    const expression = compileAs(AS_EXPRESSION, job);
    if ('program' in expression) return expression;
    const body = compileAs(AS_FUNCTION_BODY, job);
    if ('program' in body) return body;
    return isFurther(body.failure, expression.failure) ? body : expression;
  };

  // Handles are not disposed of: restoring the image takes away everything that an evaluation has made.
  const run = (job: Job): Outcome => {
    const bound = context.callFunction(bind, context.undefined, context.newString(job.names), context.newNumber(Math.random()));
    if (bound.error) return interrupted ? describeTimeout(job) : describeUnbindable(describeError(bound.error));
    const compiled = compile(job);
    if (interrupted) return describeTimeout(job);
    if ('failure' in compiled) return compiled.failure;
    const answer = context.callFunction(call, context.undefined, compiled.program);
    if (interrupted) return describeTimeout(job);
    return answer.error ? describeOutOfMemory() : readAnswer(context.getString(answer.value), job, isMemoryFull());
  };

  return {
    evaluate(job, onInterrupt) {
      deadline = performance.now() + job.timeoutMs;
      interrupted = false;
      notify = onInterrupt;
      try {
        const outcome = run(job);
        image.restore();
        return { outcome, worn: isMemoryFull() };
      } catch (error) {
        // The engine itself failed (its own stack or memory, an assertion): nothing that it holds can be trusted any more.
        const message = `The expression brought its sandbox down: ${error instanceof Error ? error.message : String(error)}`;
        return { outcome: { kind: 'failure', code: 'EXPR_ERROR', message }, worn: true };
      }
    },
  };
}

/** Of two readings of a text, the one that got further is what was meant. */
function isFurther(a: Failure, b: Failure): boolean {
  const [lineA, lineB] = [a.line ?? 0, b.line ?? 0];
  return lineA === lineB ? (a.column ?? 0) > (b.column ?? 0) : lineA > lineB;
}
