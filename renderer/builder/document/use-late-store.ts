import { useMemo } from 'react';
import type { BuilderStore } from './builder-store.ts';
import { createLateStore } from './late-store.ts';
import { useBuilderStore } from './use-builder.ts';

/** For `BuilderContext` around what may follow typing in the text a moment later. */
export function useLateStore(): BuilderStore {
  const store = useBuilderStore();
  return useMemo(() => createLateStore(store, window), [store]);
}
