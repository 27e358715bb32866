import { createHash } from 'node:crypto';
import { type ActionDefinition, type EffectClass, effectOf } from '../../../shared/actions/action.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { parseDuration } from '../../../shared/lib/duration.ts';
import { failpoint } from '../../../shared/lib/failpoint.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';
import type { MemoryChange } from '../../../shared/memory/memory-entry.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { ChatPost } from '../../executors/executor.ts';
import type { NewEvent } from '../../queue/event-hub.ts';
import { callOf, inputOf } from '../agents/agent-steps.ts';
import { approveCall } from '../agents/approve-call.ts';
import { oneAtATime } from '../agents/one-at-a-time.ts';
import type { EngineParts, LiveRun, Perform } from '../live-run.ts';
import type { Scope } from '../run-scope.ts';
import { takeEnvironment, takeParameters } from '../secrets/take-secrets.ts';
import type { StepState } from '../walk/walk-state.ts';
import { recordStart } from './begin.ts';
import { createStepContext } from './context.ts';
import { renderEnvironment, showEnvironment } from './environment.ts';
import { escalateOutput } from './escalate-by-rule.ts';
import { checkOutput } from './output-schema.ts';
import { parseParameters, renderParameters } from './parameters.ts';
import { recordSuccess, type Success } from './settle.ts';
import { postToChats } from './step-chat.ts';

/** Gather what the step needs, write the intent, do it, write the result. */
export const performAction: Perform = async (live, step, attempt, signal) => {
  const { parts } = live;
  const document = step.plan.step as StepOf<'action'>;
  const definition = parts.findAction(document.action);
  if (definition === undefined) {
    throw new ActionError('ACTION_UNAVAILABLE', `This version of Pawl cannot run the action ${document.action} (step ${step.plan.id})`, {
      hint: 'List what it can run: pawl schema',
    });
  }
  const env = await renderEnvironment(live, step);
  const call = step.plan.isCall ? await callOf(live, step) : undefined;
  const rendered =
    call === undefined
      ? await renderParameters(parts, definition, document.with ?? {}, live.scopeOf(step, env, {}, 'marks'))
      : inputOf(call);
  const { parameters: given, input } = takeParameters(live, step, document.action, rendered);
  const parameters = parseParameters(definition, given);
  if (call !== undefined) await approveCall(live, step, signal, call);
  const scope = (): Scope => live.scopeOf(step, showEnvironment(live, env));
  const { cache } = document;
  let cacheKey = cache?.key === undefined ? undefined : keyInCache(document.action, await parts.render(cache.key, scope()));
  let cached = readCache(parts, cacheKey);
  if (cached !== undefined) return recordSuccess(live, step, attempt, cached);
  const effect = effectOf(definition, parameters);
  const executor = await parts.loadExecutor(document.action);
  const set: Record<string, Json> = {};
  const published: NewEvent[] = [];
  const remembered: MemoryChange[] = [];
  const told: ((at: number) => void)[] = [];
  const posted: ChatPost[] = [];
  const environment = takeEnvironment(live, step, document.action, env);
  const context = await createStepContext(live, step, attempt, {
    signal,
    env: environment,
    scope,
    set,
    published,
    remembered,
    told,
    posted,
  });
  if (cache !== undefined && cacheKey === undefined) {
    cacheKey = keyInCache(document.action, [input, (await executor.cacheKey?.(parameters, context)) ?? null]);
    cached = readCache(parts, cacheKey);
    if (cached !== undefined) return recordSuccess(live, step, attempt, cached);
  }
  const produced = await inTurn(step, effect, signal, async () => {
    const intent = effect === 'keyed' && executor.intent !== undefined ? await executor.intent(parameters, context) : undefined;
    signal.throwIfAborted();
    const started = recordStart(live, step, attempt, { effect, input, ...(intent === undefined ? {} : { intent }) });
    if (mustBeRecordedFirst(effect, definition)) {
      await started;
      signal.throwIfAborted();
    }
    failpoint('C3');
    const done = ((await executor.run(parameters, intent === undefined ? context : { ...context, intent })) ?? null) as Json;
    failpoint('C5');
    return done;
  });
  if (document.outputSchema !== undefined) await checkOutput(document.outputSchema, produced);
  const output = parts.secrets.masks.json(produced);
  if (await escalateOutput(live, step, attempt, output)) return;
  if (cacheKey !== undefined) rememberInCache(live, cacheKey, output, cache?.ttl);
  await recordSuccess(live, step, attempt, {
    output,
    ...(Object.keys(set).length === 0 ? {} : { set: set as JsonObject }),
    beside: (at) => {
      for (const event of published) parts.events.append(event, at);
      parts.store.memory.change(remembered, `run:${live.row.id}`, at);
      for (const tell of told) tell(at);
      postToChats(live, posted, at);
    },
  });
  if (published.length + told.length > 0) parts.events.tell();
};

function inTurn<T>({ plan, scope }: StepState, effect: EffectClass, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return plan.isCall && effect !== 'pure' ? oneAtATime(scope, signal, work) : work();
}

/**
 * An effect that cannot be repeated blindly happens only after its intent is on the disk. Where the parameters decide, so does one that its
 * author calls repeatable: a command that a crash leaves running is found by that record alone, and must not come before what it waits for.
 */
function mustBeRecordedFirst(effect: EffectClass, definition: ActionDefinition): boolean {
  return effect === 'keyed' || effect === 'once' || typeof definition.effect === 'function';
}

function keyInCache(action: string, key: Json): string {
  return createHash('sha256')
    .update(`${action}\n${JSON.stringify(key)}`)
    .digest('hex');
}

function readCache({ store, clock }: EngineParts, key: string | undefined): Success | undefined {
  const cached = key === undefined ? undefined : store.stepCache.get(key, clock.now());
  return cached === undefined ? undefined : { output: JSON.parse(cached) as Json, reason: 'taken from the cache' };
}

function rememberInCache(live: LiveRun, key: string, output: Json, ttl: string | number | undefined): void {
  const now = live.parts.clock.now();
  const ttlMs = ttl === undefined ? undefined : parseDuration(ttl);
  const text = JSON.stringify(output);
  const { store } = live.parts;
  // In the same turn as the step's result, so that both are in one commit and fail together.
  store.write(() => store.stepCache.put(key, text, now, ttlMs === undefined ? undefined : now + ttlMs)).catch(() => {});
}
