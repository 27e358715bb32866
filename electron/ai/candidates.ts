import { rankModels } from '../../shared/ai/choose-model.ts';
import { ATTACHMENT_TOKENS, estimateTokens } from '../../shared/ai/estimate-tokens.ts';
import type { ModelAbility, ModelInfo } from '../../shared/ai/model.ts';
import type { ModelRequest } from '../../shared/ai/model-call.ts';
import type { AskedOfModel } from '../../shared/ai/model-call-record.ts';
import { describeModel } from '../../shared/ai/model-table.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { didYouMean } from '../../shared/workflow/nearest.ts';
import type { Endpoint } from './endpoint.ts';
import type { BudgetLeft, ModelLedger } from './model-ledger.ts';
import { noProvider } from './no-provider.ts';
import type { ProviderNow } from './providers.ts';

/** A model that may be asked, and where. */
export interface Candidate {
  readonly info: ModelInfo;
  readonly endpoint: Endpoint;
  /** As the provider calls it. */
  readonly name: string;
  readonly reason: string;
}

export interface Candidates {
  /** The best first; at least one. */
  readonly ranked: readonly Candidate[];
  readonly asked: AskedOfModel;
}

/** Held for the length of an answer where the request does not bound it. */
const USUAL_OUTPUT_TOKENS = 1024;

/** Who may answer, in the order of the router. Throws ActionError `AI_NO_PROVIDER`, `AI_NO_MODEL` or `AI_BUDGET` where nobody may. */
export function findCandidates(
  request: ModelRequest,
  providers: readonly ProviderNow[],
  ledger: ModelLedger,
  { budget, now, chance }: { readonly budget: BudgetLeft | undefined; readonly now: number; readonly chance: number },
): Candidates {
  const only = whatIsAskedFor(request, providers);
  const overrides = ledger.overrides();
  const places = new Map<string, Omit<Candidate, 'reason'>>();
  for (const { endpoint, provider, models } of fieldOf(providers, only)) {
    if (endpoint === undefined) continue;
    const named = only.provider === provider.name && only.name !== undefined ? [only.name] : [];
    for (const name of new Set([...models, ...named])) {
      const id = `${provider.name}/${name}`;
      places.set(id, { info: describeModel(provider, name, overrides.get(id)), endpoint, name });
    }
  }
  const abilities = abilitiesFor(request);
  const needs = { abilities, inputTokens: inputTokensOf(request), maxTokens: request.maxTokens ?? USUAL_OUTPUT_TOKENS };
  const { optimizeFor = 'balanced' } = request;
  const { ranked, rejected } = rankModels({
    task: request.task,
    optimizeFor,
    needs,
    ...(budget === undefined ? {} : { budget }),
    only: {
      ...(only.provider === undefined ? {} : { provider: only.provider }),
      ...(only.name === undefined ? {} : { model: only.provider === undefined ? only.name : `${only.provider}/${only.name}` }),
    },
    models: [...places.values()].map(({ info }) => info),
    disabled: [...overrides].flatMap(([id, { disabled }]) => (disabled === true ? [id] : [])),
    performance: ledger.figures(request.task),
    coolDowns: ledger.coolDowns(now),
    chance,
  });
  const candidates = ranked.flatMap(({ model, reason }) => {
    const place = places.get(model.id);
    return place === undefined ? [] : [{ ...place, reason }];
  });
  if (candidates.length === 0) {
    const isAsked = rejected.filter(({ why }) => why !== 'not_asked');
    if (isAsked.length === 0) throw unknownModel(only.name ?? only.provider ?? '', [...places.keys()]);
    throw noneFits(
      isAsked.map(({ model, why, reason }) => ({ id: model.id, why, reason })),
      budget?.told,
    );
  }
  return { ranked: candidates, asked: { optimizeFor, ...needs, named: only.name !== undefined } };
}

/**
 * A server that was merely found running on this machine is asked by itself only where nothing was set up: who set up a provider wants that one.
 * Named, it is asked.
 */
export function askedUnnamed(ready: readonly ProviderNow[]): readonly ProviderNow[] {
  const setUp = ready.filter(({ settings, configured }) => settings.name !== 'local' || configured);
  return setUp.length === 0 ? ready : setUp;
}

/** About how many tokens a request is before it is answered. */
export function inputTokensOf({ system, messages, tools, schema }: ModelRequest): number {
  const attachments = messages.reduce((sum, message) => sum + (message.role === 'user' ? (message.attachments?.length ?? 0) : 0), 0);
  const texts = messages.map((message) => (message.role === 'user' ? message.text : JSON.stringify(message)));
  const others = [
    system ?? '',
    ...(tools === undefined ? [] : [JSON.stringify(tools)]),
    ...(schema === undefined ? [] : [JSON.stringify(schema)]),
  ];
  return [...texts, ...others].reduce((sum, text) => sum + estimateTokens(text), attachments * ATTACHMENT_TOKENS);
}

interface Asked {
  readonly provider?: string;
  /** Of the model, without the provider. */
  readonly name?: string;
}

/** `claude`, `claude/claude-opus-4-5`, `claude-opus-4-5`, or nothing. Throws where a provider is named that cannot be asked. */
function whatIsAskedFor({ model, provider }: ModelRequest, providers: readonly ProviderNow[]): Asked {
  const split = splitModel(model, providers);
  const asked: Asked = provider === undefined ? split : { ...split, provider: split.provider ?? provider };
  if (provider !== undefined && split.provider !== undefined && split.provider !== provider) {
    throw new ActionError('AI_NO_MODEL', `The model ${model} is not one of ${provider}`, {
      hint: 'Leave out `provider`, or name a model of it.',
    });
  }
  if (asked.provider === undefined) return asked;
  const named = providers.find(({ settings }) => settings.name === asked.provider);
  if (named === undefined) {
    const names = providers.map(({ settings }) => settings.name);
    throw new ActionError('AI_NO_PROVIDER', `There is no provider ${asked.provider}${didYouMean(asked.provider, names)}`, {
      hint: `There are ${names.join(', ')}. Add one: pawl models add`,
    });
  }
  if (named.endpoint === undefined) throw noProvider([named.problem ?? named.settings.name], asked.provider);
  return asked;
}

function splitModel(model: string | undefined, providers: readonly ProviderNow[]): Asked {
  if (model === undefined) return {};
  const isProvider = (name: string): boolean => providers.some(({ settings }) => settings.name === name);
  if (isProvider(model)) return { provider: model };
  const slash = model.indexOf('/');
  if (slash > 0 && isProvider(model.slice(0, slash))) return { provider: model.slice(0, slash), name: model.slice(slash + 1) };
  return { name: model };
}

/** Who may be asked at all. */
function fieldOf(providers: readonly ProviderNow[], only: Asked): readonly ProviderNow[] {
  const ready = providers.filter(({ endpoint }) => endpoint !== undefined);
  if (ready.length === 0) {
    // Nobody has to read of every provider that could be there.
    throw noProvider(providers.flatMap(({ problem, isUntouched }) => (problem === undefined || isUntouched ? [] : [problem])));
  }
  if (only.provider !== undefined || only.name !== undefined) return ready;
  return askedUnnamed(ready);
}

function abilitiesFor({ tools = [], messages }: ModelRequest): ModelAbility[] {
  const attached = messages.some((message) => message.role === 'user' && (message.attachments?.length ?? 0) > 0);
  return [...(tools.length > 0 ? (['tools'] as const) : []), ...(attached ? (['images'] as const) : [])];
}

function unknownModel(asked: string, ids: readonly string[]): ActionError {
  const names = ids.flatMap((id) => [id, id.slice(id.indexOf('/') + 1)]);
  return new ActionError('AI_NO_MODEL', `No provider that can be asked has the model ${asked}${didYouMean(asked, names)}`, {
    hint: 'See which models there are: pawl models. A model that Pawl does not know is written with its provider: claude/NAME.',
  });
}

interface NotFit {
  readonly id: string;
  readonly why: string;
  readonly reason: string;
}

/** `spent`: of which budgets, where something was. */
function noneFits(rejected: readonly NotFit[], spent: string | undefined): ActionError {
  const said = rejected.slice(0, 4).map(({ id, reason }) => `${id} ${reason}`);
  const more = rejected.length > said.length ? ` and ${rejected.length - said.length} more` : '';
  const isBudget = rejected.some(({ why }) => why === 'budget');
  const budget = isBudget && spent !== undefined ? ` (${spent})` : '';
  return new ActionError(isBudget ? 'AI_BUDGET' : 'AI_NO_MODEL', `No model can be asked: ${said.join('; ')}${more}${budget}`, {
    hint: isBudget
      ? 'Raise the budget of the step, lower maxTokens, or shorten what it is given.'
      : 'Name another model, or set up another provider: pawl models add',
  });
}
