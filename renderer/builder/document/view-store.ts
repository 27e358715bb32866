import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../../shared/workflow/problem.ts';

export const builderViews = ['canvas', 'split', 'text'] as const;
export type BuilderView = (typeof builderViews)[number];

/** How the text is shown: as YAML (or JSON, where it is written so), or as an ORCHESTRATE script. */
export const textWritings = ['yaml', 'script'] as const;
export type TextWriting = (typeof textWritings)[number];

/** A place of the text that the person asked to see. */
export interface TextTarget {
  readonly line: number;
  readonly column: number;
  /** What stands there, to find it again where the text is shown in another writing. */
  readonly problem: Partial<Problem>;
}

/** What of the builder is shown; nothing of it belongs to the document. */
export interface ViewState {
  readonly view: BuilderView;
  /** What the person chose last; undefined: as it is written. */
  readonly writing: TextWriting | undefined;
  readonly areProblemsOpen: boolean;
  /** A new object each time, so that the same place can be asked for again. */
  readonly target: TextTarget | undefined;
  show(view: BuilderView): void;
  writeAs(writing: TextWriting): void;
  showProblems(isOpen: boolean): void;
  /** Shows where a problem stands in the text. */
  goTo(problem: Partial<Problem>): void;
}

export type ViewStore = StoreApi<ViewState>;

const viewKey = 'pawl.builder.view';
const writingKey = 'pawl.builder.writing';

export function createViewStore(storage: Pick<Storage, 'getItem' | 'setItem'>): ViewStore {
  const kept = storage.getItem(viewKey);
  return createStore<ViewState>((set, get) => ({
    view: builderViews.find((view) => view === kept) ?? 'canvas',
    writing: textWritings.find((writing) => writing === storage.getItem(writingKey)),
    areProblemsOpen: false,
    target: undefined,
    show(view) {
      storage.setItem(viewKey, view);
      set({ view });
    },
    writeAs(writing) {
      storage.setItem(writingKey, writing);
      set({ writing });
    },
    showProblems: (areProblemsOpen) => set({ areProblemsOpen }),
    goTo(problem) {
      const { line = 1, column = 1 } = problem;
      if (get().view === 'canvas') set({ view: 'split' });
      set({ target: { line, column, problem } });
    },
  }));
}

export const ViewContext = createContext<ViewStore | undefined>(undefined);

export function useView<T>(select: (state: ViewState) => T): T {
  const store = useContext(ViewContext);
  if (store === undefined) throw new Error('Only the builder has views');
  return useStore(store, select);
}
