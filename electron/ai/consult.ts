import { estimateTokens } from '../../shared/ai/estimate-tokens.ts';
import { costOf } from '../../shared/ai/expect-call.ts';
import type { ModelMessage, ModelOutcome, ModelRequest, ModelToolCall, ModelTrace } from '../../shared/ai/model-call.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import type { AskContext, Asked } from './ask.ts';
import { type Candidate, inputTokensOf } from './candidates.ts';
import type { Question } from './exchange.ts';
import type { Failure } from './failures.ts';
import type { Account } from './model-ledger.ts';
import { type AnswerSchema, answerSchemaOf, askForJson, askForRepair, readAnswer } from './structured-answer.ts';

/** A schema's complaints about a value, none when it fits. Throws ActionError where the schema itself is wrong. */
export type CheckSchema = (value: Json, schema: JsonObject) => Promise<readonly { readonly path: string; readonly message: string }[]>;

export interface ConsultContext extends AskContext {
  readonly account: Account;
  readonly checkSchema: CheckSchema;
  readonly onRestart: (reason: string) => void;
  readonly onWait: () => void;
}

/** What one model gave and took, a repair included. */
export interface Consulted {
  readonly text: string;
  readonly data?: Json;
  readonly toolCalls: readonly ModelToolCall[];
  readonly trace: ModelTrace | undefined;
  readonly finish: 'stop' | 'length' | 'tool_calls';
  readonly outcome: ModelOutcome;
  readonly failure: Failure | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: number | null;
  readonly firstTokenMs: number | undefined;
  readonly ms: number;
}

/** Asks one model, and once more where its answer does not fit the schema. Throws ActionError `AI_BUDGET` or `SCHEMA_INVALID` before anything is sent. */
export async function consult(candidate: Candidate, request: ModelRequest, context: ConsultContext): Promise<Consulted> {
  const { ask } = await import('./ask.ts');
  const { schema: wanted } = request;
  const schema = wanted === undefined ? undefined : answerSchemaOf(wanted);
  // One that is no schema is told before anything is spent on it.
  if (wanted !== undefined) await context.checkSchema(null, wanted);
  let sofar = await askWithin(candidate, toQuestion(candidate, request, schema), request, context, ask);
  if (schema === undefined || wanted === undefined || !isAnswer(sofar)) return sofar;
  try {
    const first = await readData(sofar.text, schema, wanted, context.checkSchema);
    if ('data' in first) return { ...sofar, data: first.data };
    if (sofar.finish === 'length') return withFailure(sofar, tooLong(candidate));

    context.onRestart(
      `the answer of ${candidate.info.id} did not fit the schema (${first.problems.join('; ')}), and it is asked to mend it`,
    );
    const repair = repairRequest(request, sofar.text, first.problems);
    sofar = sumOf(sofar, await askWithin(candidate, toQuestion(candidate, repair, schema), repair, context, ask));
    if (!isAnswer(sofar)) return sofar;
    const second = await readData(sofar.text, schema, wanted, context.checkSchema);
    if ('data' in second) return { ...sofar, data: second.data, outcome: 'repaired' };
    return withFailure(sofar, misfit(candidate, second.problems));
  } catch (error) {
    // What was spent until then is to be recorded.
    if (error instanceof ActionError) return withFailure(sofar, { error, outcome: 'schema_error', next: 'stop' });
    throw error;
  }
}

function isAnswer({ failure, toolCalls }: Consulted): boolean {
  return failure === undefined && toolCalls.length === 0;
}

function withFailure(consulted: Consulted, failure: Failure): Consulted {
  return { ...consulted, outcome: failure.outcome, failure };
}

type Ask = typeof import('./ask.ts')['ask'];

async function askWithin(
  candidate: Candidate,
  question: Question,
  request: ModelRequest,
  context: ConsultContext,
  ask: Ask,
): Promise<Consulted> {
  const { info, endpoint, name } = candidate;
  const estimate = inputTokensOf(request);
  const hold = await context.account.hold({ info, inputTokens: estimate, maxTokens: request.maxTokens }, context);
  const asked = await ask(endpoint, name, { ...question, maxTokens: hold.maxTokens }, context);
  const consulted = measured(asked, info, estimate);
  hold.settle({ tokens: consulted.inputTokens + consulted.outputTokens, cost: consulted.cost ?? 0 });
  if (asked.failure === undefined && consulted.finish === 'length' && hold.isByBudget) {
    return { ...consulted, outcome: 'error', failure: overBudget(info.id) };
  }
  return consulted;
}

function toQuestion({ info }: Candidate, request: ModelRequest, schema: AnswerSchema | undefined): Question {
  const canBeHeld = info.abilities.includes('structured');
  const told = schema === undefined || canBeHeld ? [] : [askForJson(schema)];
  const system = [...(request.system === undefined ? [] : [request.system]), ...told].join('\n\n');
  return {
    system: system === '' ? undefined : system,
    messages: request.messages.map((message) => withoutTraceOfOthers(message, info.id)),
    tools: request.tools ?? [],
    schema: canBeHeld ? schema?.sent : undefined,
    maxTokens: request.maxTokens,
    temperature: request.temperature,
  };
}

/** No model can read what another has thought. */
function withoutTraceOfOthers(message: ModelMessage, model: string): ModelMessage {
  if (message.role !== 'assistant' || message.trace === undefined || message.trace.model === model) return message;
  const { trace: _, ...said } = message;
  return said;
}

/** What the provider does not count is estimated: it was spent. */
function measured({ exchange, failure, firstTokenMs, ms }: Asked, info: Candidate['info'], estimate: number): Consulted {
  const { text, toolCalls, finish, trace } = exchange;
  const written = text === '' && toolCalls.length === 0 ? 0 : estimateTokens(text) + estimateTokens(JSON.stringify(toolCalls));
  const inputTokens = exchange.inputTokens ?? (failure === undefined || written > 0 ? estimate : 0);
  const outputTokens = exchange.outputTokens ?? written;
  return {
    text,
    toolCalls,
    trace: trace === undefined ? undefined : { model: info.id, parts: trace },
    finish: toolCalls.length > 0 ? 'tool_calls' : finish === 'length' ? 'length' : 'stop',
    outcome: failure?.outcome ?? 'ok',
    failure,
    inputTokens,
    outputTokens,
    cost: costOf(info, inputTokens, outputTokens),
    firstTokenMs,
    ms,
  };
}

function sumOf(first: Consulted, second: Consulted): Consulted {
  return {
    ...second,
    inputTokens: first.inputTokens + second.inputTokens,
    outputTokens: first.outputTokens + second.outputTokens,
    cost: first.cost === null || second.cost === null ? null : first.cost + second.cost,
    firstTokenMs: first.firstTokenMs,
    ms: first.ms + second.ms,
  };
}

const MAX_PROBLEMS = 5;

async function readData(
  text: string,
  schema: AnswerSchema,
  wanted: JsonObject,
  check: CheckSchema,
): Promise<{ readonly data: Json } | { readonly problems: readonly string[] }> {
  const read = readAnswer(text, schema);
  if ('problem' in read) return { problems: [read.problem] };
  const mismatches = await check(read.data, wanted);
  if (mismatches.length === 0) return read;
  return { problems: mismatches.slice(0, MAX_PROBLEMS).map(({ path, message }) => `${path === '' ? 'it' : path} ${message}`) };
}

function repairRequest(request: ModelRequest, answer: string, problems: readonly string[]): ModelRequest {
  const said = answer.trim() === '' ? [] : [{ role: 'assistant', text: answer } as const];
  return { ...request, messages: [...request.messages, ...said, { role: 'user', text: askForRepair(problems) }] };
}

function misfit({ info }: Candidate, problems: readonly string[]): Failure {
  const error = new ActionError('AI_SCHEMA', `${info.id} gave no answer that fits the schema, asked twice: ${problems.join('; ')}`, {
    kind: 'retryable',
    hint: 'Say in the prompt what each field means, make the schema simpler, or name a better model.',
    details: { problems },
  });
  return { error, outcome: 'schema_error', next: 'stop' };
}

function tooLong({ info }: Candidate): Failure {
  const error = new ActionError('AI_SCHEMA', `${info.id} was cut off by maxTokens before its answer was whole`, {
    hint: 'Raise maxTokens.',
  });
  return { error, outcome: 'schema_error', next: 'stop' };
}

function overBudget(model: string): Failure {
  const error = new ActionError('AI_BUDGET', `${model} was cut off, because the budget allows no longer answer`, {
    hint: 'Raise the budget, or set maxTokens to what an answer needs.',
  });
  return { error, outcome: 'error', next: 'stop' };
}
