import { callStepOf } from '../../../shared/agents/call-step.ts';
import type { ListPlan, StepPlan } from '../../../shared/workflow/plan.ts';
import type { StepDocument } from '../../../shared/workflow/schema.ts';
import { finishContainer } from './end-container.ts';
import { releaseSlot } from './ready.ts';
import { forgetScope, openScope } from './scopes.ts';
import { answerStep, emit, isHalted, type RunState, type ScopeState, type StepState } from './walk-state.ts';

/** A model is asked in rounds: its n-th answer is the n-th, over all attempts, so that no path is used twice. */
export function beginAgent(state: RunState, step: StepState): void {
  answerStep(state, step.path);
  step.container = {
    count: undefined,
    next: step.rounds,
    scopes: new Set(),
    failure: undefined,
    cut: false,
    stopping: undefined,
    queued: false,
  };
  emit(state, { type: 'askAgent', path: step.path, index: step.rounds });
}

/** The model has answered. Its calls are the steps of the round; without any it has come to its end. */
export function turnedAgent(state: RunState, step: StepState, index: number, calls: readonly string[]): void {
  const { container } = step;
  if (container === undefined) return;
  answerStep(state, step.path);
  releaseSlot(state, step);
  step.rounds = index + 1;
  container.next = step.rounds;
  if (calls.length === 0) return finishContainer(state, step, container);
  if (mayGoOn(step)) openScope(state, listOf(step.plan, calls), `${step.path}[${index}]/`, step, index);
  else cutShort(state, step);
}

/** Every call of a round has ended: the model is asked again as soon as there is a slot for it. */
export function closeRound(state: RunState, step: StepState, scope: ScopeState): void {
  forgetScope(state, scope);
  if (step.container === undefined || !mayGoOn(step)) return cutShort(state, step);
  step.container.queued = true;
  state.readyForSlot.push(step);
}

function cutShort(state: RunState, step: StepState): void {
  if (step.container === undefined) return;
  step.container.cut = true;
  finishContainer(state, step, step.container);
}

function mayGoOn(step: StepState): boolean {
  return step.container?.stopping === undefined && !isHalted(step.scope);
}

/** They wait for nothing, and what goes wrong with one of them is the model's to deal with. */
function listOf(owner: StepPlan, calls: readonly string[]): ListPlan {
  const list: { owner: StepPlan; steps: StepPlan[] } = { owner, steps: [] };
  for (const id of calls) {
    const { kind, name } = callStepOf(id) ?? { kind: 'action', name: id };
    list.steps.push({
      id,
      name: kind === 'action' ? id : name,
      kind,
      step: documentOf(id, kind, name, owner),
      list,
      edges: [],
      dependents: [],
      join: 'all',
      optional: true,
      isCall: true,
      timeoutMs: undefined,
      retry: { maxRetries: 0, delayMs: 0, backoff: 1, maxDelayMs: 0, jitter: 0, on: undefined },
      body: undefined,
      branches: new Map(),
      concurrency: 1,
      maxIterations: 1,
    });
  }
  return list;
}

/** What the call means is written beside the event: here stands only what kind of step it is. */
function documentOf(id: string, kind: 'action' | 'workflow' | 'agent' | 'approve', name: string, owner: StepPlan): StepDocument {
  switch (kind) {
    case 'action':
      return { id, action: name };
    case 'workflow':
      return { id, workflow: name };
    case 'agent': {
      // What a step leaves its agent is all that it can hand on.
      const tools = 'agent' in owner.step ? owner.step.tools : undefined;
      return { id, agent: name, prompt: '', ...(tools === undefined ? {} : { tools }) };
    }
    case 'approve':
      return { id, approve: { message: '' } };
  }
}
