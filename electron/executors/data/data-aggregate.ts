import type { z } from 'zod';
import type { dataAggregate } from '../../../shared/actions/data/data-aggregate.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { ExecutorFor } from '../executor.ts';
import { asNumber, asText, comparerFor, identityOf } from './compare-values.ts';
import { readerOf } from './item-path.ts';

type Parameters = z.output<typeof dataAggregate.parameters>;
type Figure = Exclude<Parameters['operation'], 'groupBy'>;

export const dataAggregateExecutor: ExecutorFor<typeof dataAggregate> = {
  plan: ({ input, operation }) => `Would work out ${operation} over ${input.length} items`,
  run: async (parameters) => {
    const { input, operation, field, by, aggregates } = parameters;
    if (operation === 'groupBy') {
      const groups = groupItems(input, by, aggregates);
      return { data: groups, count: groups.length };
    }
    const data = operation === 'unique' && by !== undefined ? firstOfEach(input, by) : workOut(operation, input, field);
    return { data, count: operation === 'unique' && Array.isArray(data) ? data.length : input.length };
  },
};

function workOut(figure: Figure, items: readonly Json[], field: string | undefined): Json {
  const values = items.map(readerOf(field)).filter((value): value is Json => value !== undefined && value !== null);
  switch (figure) {
    case 'count':
      return values.length;
    case 'sum':
      return sum(values, field);
    case 'average':
      return values.length === 0 ? null : sum(values, field) / values.length;
    case 'min':
      return extreme(values, -1);
    case 'max':
      return extreme(values, 1);
    case 'unique':
      return [...new Map(values.map((value) => [identityOf(value), value])).values()];
  }
}

function sum(values: readonly Json[], field: string | undefined): number {
  return values.reduce<number>((total, value) => {
    const number = asNumber(value);
    if (number !== undefined) return total + number;
    throw new ActionError('WRONG_TYPE', `Cannot add up ${asText(value).slice(0, 100)}: ${field ?? 'the item'} is no number`, {
      hint: 'Turn the values into numbers first, for instance with data.map.',
    });
  }, 0);
}

/** As numbers when all are numbers, else as text: a column read from CSV has 9 before 10. */
function extreme(values: readonly Json[], sign: -1 | 1): Json {
  const compare = comparerFor(values.every((value) => asNumber(value) !== undefined) ? 'number' : 'auto');
  return values.reduce<Json>((best, value) => (best === null || sign * compare(value, best) > 0 ? value : best), null);
}

function firstOfEach(items: readonly Json[], by: string): readonly Json[] {
  return [...partition(items, by).values()].flatMap(({ items: [first] }) => (first === undefined ? [] : [first]));
}

function groupItems(items: readonly Json[], by: string | undefined, aggregates: Parameters['aggregates']): readonly Json[] {
  return [...partition(items, by).values()].map((group) => ({
    key: group.key,
    count: group.items.length,
    ...(aggregates === undefined ? { items: group.items } : { values: figuresOf(group.items, aggregates) }),
  }));
}

function figuresOf(items: readonly Json[], aggregates: NonNullable<Parameters['aggregates']>): Json {
  return Object.fromEntries(Object.entries(aggregates).map(([name, { operation, field }]) => [name, workOut(operation, items, field)]));
}

/** A map, not an object: the keys are data and may be called anything. Items without a value share the key null. */
function partition(items: readonly Json[], by: string | undefined): Map<string, { readonly key: Json; readonly items: Json[] }> {
  const read = readerOf(by);
  const groups = new Map<string, { readonly key: Json; readonly items: Json[] }>();
  for (const item of items) {
    const key = read(item) ?? null;
    const identity = identityOf(key);
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, { key, items: [item] });
    else group.items.push(item);
  }
  return groups;
}
