import type { z } from 'zod';
import type { dataMerge } from '../../../shared/actions/data/data-merge.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/lib/json.ts';
import type { ExecutorFor } from '../executor.ts';
import { joinLists } from './join-lists.ts';
import { mergeDeep, mergeShallow } from './merge-objects.ts';

type Parameters = z.output<typeof dataMerge.parameters>;

export const dataMergeExecutor: ExecutorFor<typeof dataMerge> = {
  plan: ({ inputs, mode }) => `Would merge ${inputs.length} values${mode === undefined ? '' : ` (${mode})`}`,
  run: async (parameters) => {
    const data = merge(parameters);
    return { data, count: Array.isArray(data) ? data.length : Object.keys(data).length };
  },
};

function merge({ inputs, mode, lists, key, join }: Parameters): readonly Json[] | JsonObject {
  switch (mode ?? (inputs.every(Array.isArray) ? 'concat' : 'deep')) {
    case 'concat':
      return requireLists(inputs).flat(1);
    case 'shallow':
      return mergeShallow(requireObjects(inputs));
    case 'deep':
      return mergeDeep(requireObjects(inputs), lists);
    case 'join':
      return joinLists(requireLists(inputs).map(requireObjects), key ?? '', join);
  }
}

function requireLists(inputs: readonly Json[]): readonly (readonly Json[])[] {
  return inputs.map((input, index) => (Array.isArray(input) ? input : refuse(index, 'a list')));
}

function requireObjects(inputs: readonly Json[]): readonly JsonObject[] {
  return inputs.map((input, index) => (isJsonObject(input) ? input : refuse(index, 'an object')));
}

function refuse(index: number, wanted: string): never {
  throw new ActionError('WRONG_TYPE', `Cannot merge: value ${index + 1} is not ${wanted}`, {
    hint: 'Lists go with concat and join, objects with deep and shallow.',
  });
}
