import { isJsonObject, type Json } from '../../shared/lib/json.ts';
import { MAX_EXPRESSION_BYTES } from './guest-memory.ts';
import { EXPRESSION_FILE } from './guest-prelude.ts';
import type { Failure, Job, Outcome } from './sandbox-messages.ts';

interface Thrown {
  /** Empty for what is no error. */
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

// QuickJS gives these two no code: their class and message are all there is.
const OUT_OF_MEMORY = { name: 'InternalError', message: 'out of memory' };
const STACK_OVERFLOW = { name: 'InternalError', message: 'stack overflow' };

const POSITION = new RegExp(`\\b${EXPRESSION_FILE}:(\\d+):(\\d+)`);
const WHAT_TO_RETURN = 'An expression gives JSON: text, numbers, true or false, null, lists and objects.';
const TYPE_HINTS: Readonly<Record<string, string>> = {
  function: `${WHAT_TO_RETURN} To use the function's result, call it with ().`,
  promise: `${WHAT_TO_RETURN} Nothing in an expression can be waited for: leave out async, await and Promise.`,
  bigint: `${WHAT_TO_RETURN} Use Number(…) or String(…).`,
};

/** What the prelude's `call` said. The expression may have had a hand in the text, so it is read as any outside data. */
export function readAnswer(answer: string, job: Job, isMemoryFull: boolean): Outcome {
  const rest = answer.slice(1);
  switch (answer[0]) {
    case 'u':
      return { kind: 'value' };
    case 'v':
      return { kind: 'value', json: rest };
    case 't':
      return failure('EXPR_TYPE', `The expression gives a ${rest}, which is no JSON value`, TYPE_HINTS[rest] ?? WHAT_TO_RETURN);
    case 'o':
      return describeUnreadable(readThrown(answer, isMemoryFull));
    default:
      return describeThrown(readThrown(answer, isMemoryFull), job);
  }
}

/** The part of an answer that describes something thrown. With no memory left even for an error, QuickJS throws null. */
export function readThrown(answer: string, isMemoryFull: boolean): Thrown {
  const thrown = parseThrown(answer.slice(1));
  if (thrown === undefined) return { name: '', message: 'something that cannot be shown', stack: '' };
  return isMemoryFull && thrown.name === '' && thrown.message === 'null' ? { ...thrown, ...OUT_OF_MEMORY } : thrown;
}

function parseThrown(json: string): Thrown | undefined {
  try {
    const thrown: Json = JSON.parse(json);
    if (!isJsonObject(thrown)) return undefined;
    const { name, message, stack } = thrown;
    return typeof name === 'string' && typeof message === 'string' && typeof stack === 'string' ? { name, message, stack } : undefined;
  } catch {
    return undefined;
  }
}

export function describeCompileError(thrown: Thrown, job: Job): Failure {
  if (thrown.name !== 'SyntaxError') return describeThrown(thrown, job);
  const position = readPosition(thrown.stack, job.expression);
  const where = position ? ` (line ${position.line}, column ${position.column})` : '';
  return {
    ...failure('EXPR_SYNTAX', `The expression is not valid JavaScript: ${thrown.message}${where}`),
    hint: 'Literal braces in a text are written \\{{.',
    ...position,
  };
}

export function describeTimeout({ timeoutMs }: Job): Failure {
  return failure(
    'EXPR_TIMEOUT',
    `The expression took longer than ${timeoutMs} ms and was stopped`,
    'Look for a loop that never ends, or work on less data.',
  );
}

export function describeOutOfMemory(): Failure {
  const limit = MAX_EXPRESSION_BYTES / 1024 / 1024;
  return failure('EXPR_MEMORY', `The expression needs more than the ${limit} MB of memory it may use`, 'Work on less data at once.');
}

/** The names' values could not be taken in. */
export function describeUnbindable(thrown: Thrown): Failure {
  if (isOutOfMemory(thrown)) return describeOutOfMemory();
  const why = isStackOverflow(thrown) ? 'they are nested too deep' : thrown.message;
  return failure('EXPR_TYPE', `The values that the expression names cannot be passed to it: ${why}`);
}

function describeThrown(thrown: Thrown, job: Job): Failure {
  if (isOutOfMemory(thrown)) return describeOutOfMemory();
  if (isStackOverflow(thrown)) {
    return failure('EXPR_MEMORY', 'The expression calls itself too often: its stack is full', 'Use a loop in place of the recursion.');
  }
  const position = readPosition(thrown.stack, job.expression);
  const isOneLine = !job.expression.includes('\n');
  const where = position && !isOneLine ? ` (line ${position.line})` : '';
  const what = thrown.name === '' ? `it threw ${thrown.message}` : `${thrown.name}: ${thrown.message}`;
  return {
    ...failure('EXPR_ERROR', `The expression failed: ${what}${where}`),
    ...(thrown.name !== '' && { name: thrown.name }),
    ...position,
  };
}

/** The result could not be written as JSON. */
function describeUnreadable(thrown: Thrown): Failure {
  if (isOutOfMemory(thrown)) return describeOutOfMemory();
  const why = isStackOverflow(thrown) ? 'it is nested too deep' : thrown.message;
  return failure('EXPR_TYPE', `The result of the expression is no JSON value: ${why}`, WHAT_TO_RETURN);
}

function isOutOfMemory({ name, message }: Thrown): boolean {
  return name === OUT_OF_MEMORY.name && message === OUT_OF_MEMORY.message;
}

function isStackOverflow({ name, message }: Thrown): boolean {
  return name === STACK_OVERFLOW.name && message === STACK_OVERFLOW.message;
}

/** The code starts on the program's second line. A position behind its end means that the code ends too early. */
function readPosition(stack: string, expression: string): { line: number; column: number } | undefined {
  const found = POSITION.exec(stack);
  if (!found) return undefined;
  const lines = expression.split('\n');
  const line = Number(found[1]) - 1;
  if (line < 1) return undefined;
  if (line > lines.length) return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { line, column: Number(found[2]) };
}

function failure(code: Failure['code'], message: string, hint?: string): Failure {
  return { kind: 'failure', code, message, ...(hint !== undefined && { hint }) };
}
