import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { BuilderState, BuilderStore } from './builder-store.ts';

export const BuilderContext = createContext<BuilderStore | undefined>(undefined);

/** The document of the builder around the component, as a whole store: for what happens, where `useBuilder` is for what is shown. */
export function useBuilderStore(): BuilderStore {
  const store = useContext(BuilderContext);
  if (store === undefined) throw new Error('Only the builder has a document');
  return store;
}

/** A part of the document; the component is drawn again when that part changes. Select values that stay the same, not new objects. */
export function useBuilder<T>(select: (document: BuilderState) => T): T {
  return useStore(useBuilderStore(), select);
}
