import { implement } from '@orpc/server';
import { modelTaskSchema } from '../../shared/ai/model.ts';
import type { ModelChange, ModelOverride } from '../../shared/ai/model-table.ts';
import { replay } from '../../shared/ai/what-if.ts';
import { type ModelPerformance, type ModelView, modelsContract } from '../../shared/contract/models.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { nearest } from '../../shared/workflow/nearest.ts';
import { dateOfDay, localDay } from '../store/local-day.ts';
import type { ModelCallRow } from '../store/model-calls-table.ts';
import type { ApiParts } from './api-parts.ts';
import { cutPage, readCursor } from './cursor.ts';
import { explainModel } from './explain-model.ts';
import { invalidInput, notFound } from './failures.ts';
import { addUp, measuredOf } from './measured.ts';
import { modelField } from './model-field.ts';
import { modelSpend } from './model-spend.ts';
import { modelViews, viewOfModelCall } from './model-views.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { testProvider } from './test-provider.ts';
import { iso } from './views.ts';

const DAY_MS = 86_400_000;
/** More calls than these say nothing more, and choosing for each of them takes its time. */
const REPLAYED_CALLS = 5000;
const USUAL_DAYS = 30;

export function modelHandlers({ parts, providers, ledger }: Pick<ApiParts, 'parts' | 'providers' | 'ledger'>) {
  const { store, clock } = parts;
  const os = implement(modelsContract).use(tellStoreFailure);
  const field = () => modelField(providers, ledger);
  const firstDay = (days: number): number => localDay(clock.now()) - days + 1;

  async function views(days: number): Promise<ModelView[]> {
    return modelViews(await field(), store.modelStats.byModelAndTask(firstDay(days)), ledger.coolDowns(clock.now()));
  }

  async function requireProvider(name: string) {
    const all = await providers.list();
    const found = all.find((each) => each.name === name);
    if (found !== undefined) return found;
    const near = nearest(
      name,
      all.map((each) => each.name),
    );
    throw notFound('provider', name, near === undefined ? [] : [near]);
  }

  async function requireModel(id: string, days = USUAL_DAYS): Promise<ModelView> {
    const all = await views(days);
    const found = all.find((each) => each.id === id);
    if (found !== undefined) return found;
    const near = nearest(
      id,
      all.map((each) => each.id),
    );
    throw notFound('model', id, near === undefined ? [] : [near]);
  }

  return {
    list: os.list.handler(async ({ input }) => ({ items: await views(input.days), next: null })),

    set: os.set.handler(async ({ input: { model, change } }) => {
      const { override } = await requireModel(model);
      const changed = changeOf(override, change);
      await store.write(() =>
        Object.keys(changed).length === 0 ? store.modelOverrides.remove(model) : store.modelOverrides.put(model, changed),
      );
      return requireModel(model);
    }),

    providers: os.providers.handler(async () => ({ items: await providers.list(), next: null })),

    setProvider: os.setProvider.handler(async ({ input }) => {
      try {
        await providers.set(input);
      } catch (error) {
        if (!(error instanceof ActionError)) throw error;
        throw invalidInput([
          { code: error.code, message: error.hint === undefined ? error.message : `${error.message}. ${error.hint}`, severity: 'error' },
        ]);
      }
      return requireProvider(input.name);
    }),

    removeProvider: os.removeProvider.handler(async ({ input: { name } }) => {
      await requireProvider(name);
      await providers.remove(name);
      return { removed: name };
    }),

    testProvider: os.testProvider.handler(async ({ input: { name, model } }) => {
      await requireProvider(name);
      providers.forget();
      return testProvider(parts, name, model);
    }),

    performance: os.performance.handler(({ input: { days, by, model } }) => {
      const since = firstDay(days);
      const isWanted = (count: { readonly model: string }): boolean => model === undefined || count.model === model;
      const nobody = { model: null, task: null, day: null };
      if (by === 'day') {
        const byDay = Map.groupBy(store.modelStats.byDay(since).filter(isWanted), ({ day }) => day);
        const items = Array.from({ length: days }, (_, index) => {
          const day = since + index;
          return { ...nobody, day: dateOfDay(day), ...measuredOf(addUp(byDay.get(day) ?? [])) };
        });
        return { items, next: null };
      }
      const counts = store.modelStats.byModelAndTask(since).filter(isWanted);
      const groups = Map.groupBy(counts, (count) =>
        by === 'model' ? count.model : by === 'task' ? count.task : `${count.model} ${count.task}`,
      );
      const items = [...groups.values()].map((some): ModelPerformance => {
        const [first] = some;
        return {
          ...nobody,
          ...(by === 'task' ? {} : { model: first?.model ?? null }),
          ...(by === 'model' ? {} : { task: modelTaskSchema.parse(first?.task) }),
          ...measuredOf(addUp(some)),
        };
      });
      return { items: items.sort((a, b) => b.calls - a.calls), next: null };
    }),

    spend: os.spend.handler(({ input: { days } }) => modelSpend(store, clock.now(), days)),

    calls: os.calls.handler(({ input: { cursor, limit, run, model, agent } }) => {
      const before = readCursor(cursor);
      const filter = {
        ...(run === undefined ? {} : { runId: run }),
        ...(model === undefined ? {} : { model }),
        ...(agent === undefined ? {} : { agent }),
        ...(before === undefined ? {} : { before }),
      };
      const page = cutPage(store.modelCalls.list(filter, limit + 1), limit);
      return { items: page.rows.map(viewOfModelCall), next: page.next };
    }),

    rate: os.rate.handler(async ({ input: { call, thumb } }) => {
      const requireCall = (): ModelCallRow => {
        const row = store.modelCalls.byKey(call);
        if (row === undefined) throw notFound('model call', String(call));
        return row;
      };
      requireCall();
      await store.write(() =>
        thumb === null ? store.modelCalls.takeBack(call) : store.modelCalls.judge(call, thumb === 'up' ? 1 : 0, 'person'),
      );
      return viewOfModelCall(requireCall());
    }),

    explain: os.explain.handler(async ({ input: { task, optimizeFor, abilities, inputTokens, maxTokens, model, budget } }) =>
      explainModel(
        await field(),
        ledger,
        {
          task,
          optimizeFor,
          needs: { abilities, inputTokens, maxTokens },
          ...(model === undefined ? {} : { only: { model } }),
          ...(budget === undefined ? {} : { budget }),
        },
        clock.now(),
      ),
    ),

    whatIf: os.whatIf.handler(async ({ input: { from, to, ...policy } }) => {
      const until = to === undefined ? clock.now() : Date.parse(to);
      const since = from === undefined ? until - USUAL_DAYS * DAY_MS : Date.parse(from);
      const { models, disabled, onlyByName } = await field();
      const choosable = models.map(({ id }) => id).filter((id) => !onlyByName.includes(id));
      const calls = store.modelCalls.list({ since, until }, REPLAYED_CALLS);
      const recorded = store.modelCalls.count(since, until);
      const performance = store.modelStats.byModelAndTask(firstDay(USUAL_DAYS));
      const result = replay({ calls, policy: { models: choosable, ...policy }, models, disabled, performance });
      return { from: iso(since), to: iso(until), recorded, isWhole: calls.length === recorded, ...result, moves: [...result.moves] };
    }),
  };
}

function changeOf(override: ModelOverride, change: ModelChange): ModelOverride {
  return Object.fromEntries(
    Object.entries({ ...override, ...change }).filter(([, value]) => value !== null && value !== undefined),
  ) as ModelOverride;
}
