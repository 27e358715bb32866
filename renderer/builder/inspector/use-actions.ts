import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { engine } from '../../bridge/engine.ts';
import { fieldsOf } from './fields/field-model.ts';

/** Every action that the engine knows, with what it takes and gives. */
export function useActions() {
  return useQuery({
    queryKey: ['actions'],
    queryFn: async ({ signal }) =>
      new Map((await engine.workflows.actions(undefined, { signal })).items.map((action) => [action.type, action])),
    staleTime: 60_000,
  });
}

export type KnownAction = NonNullable<ReturnType<typeof useActions>['data']> extends Map<string, infer A> ? A : never;

export function useActionFields(action: KnownAction | undefined) {
  return useMemo(() => (action === undefined ? [] : fieldsOf(action.parameters)), [action]);
}
