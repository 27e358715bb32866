import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Problem } from '../../shared/workflow/problem.ts';
import { createKeyedStore, type KeyedStore } from './keyed-store.ts';
import { isSameMark, type StepMark } from './step-mark.ts';

/** `stale`: pinned before the step was changed. */
export type Pin = 'pinned' | 'stale';

/** What nodes and edges show that changes more often than the graph. */
export interface CanvasStores {
  readonly marks: KeyedStore<StepMark>;
  readonly problems: KeyedStore<readonly Problem[]>;
  readonly pins: KeyedStore<Pin>;
  readonly taken: KeyedStore<true>;
}

export function createCanvasStores(): CanvasStores {
  return {
    marks: createKeyedStore(isSameMark),
    problems: createKeyedStore<readonly Problem[]>((a, b) => JSON.stringify(a) === JSON.stringify(b)),
    pins: createKeyedStore(),
    taken: createKeyedStore(),
  };
}

export const StoresContext = createContext<CanvasStores>(createCanvasStores());

/** The node's own value in one of the stores. */
export function useOwn<K extends keyof CanvasStores>(name: K, key: string): ReturnType<CanvasStores[K]['get']> {
  const store = useContext(StoresContext)[name];
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => store.get(key)) as ReturnType<CanvasStores[K]['get']>;
}
