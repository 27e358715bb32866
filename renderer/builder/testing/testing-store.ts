import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SampleSources } from '../../../shared/contract/samples.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';

/** With what the steps of an open builder are tested. Only what lies with the engine (pins, runs) outlives the window. */
export interface TestingState {
  /** The id of the workflow; one that is new has none before its first test. */
  readonly workflow: string | undefined;
  /** The run whose results are the samples; undefined: the newest. */
  readonly run: string | undefined;
  /** Nobody wants samples of past runs. */
  readonly isWithoutRun: boolean;
  /** The newest test of each step. */
  readonly tests: Readonly<Record<string, StepTestState>>;
  /** The run of the newest test of any step. */
  readonly newestTest: string | undefined;
  readonly inputs: JsonObject;
  readonly trigger: JsonObject | undefined;
  /** What `item` is in each loop, by the id of the loop. */
  readonly items: Readonly<Record<string, Json>>;
  know(workflow: string): void;
  chooseRun(run: string | undefined | 'none'): void;
  begin(step: string, test: StepTestState): void;
  setInputs(inputs: JsonObject): void;
  setTrigger(trigger: JsonObject | undefined): void;
  setItem(loop: string, item: Json | undefined): void;
}

export interface StepTestState {
  readonly runId: string;
  readonly mode: 'alone' | 'upTo';
  /** Whether it has given an output. */
  readonly isDone: boolean;
}

export type TestingStore = StoreApi<TestingState>;

export function createTestingStore(workflow: string | undefined): TestingStore {
  return createStore<TestingState>((set, get) => ({
    workflow,
    run: undefined,
    isWithoutRun: false,
    tests: {},
    newestTest: undefined,
    inputs: {},
    trigger: undefined,
    items: {},
    know: (known) => set({ workflow: known }),
    chooseRun: (run) => set(run === 'none' ? { run: undefined, isWithoutRun: true } : { run, isWithoutRun: false }),
    begin: (step, test) => set({ tests: { ...get().tests, [step]: test }, newestTest: test.runId }),
    setInputs: (inputs) => set({ inputs }),
    setTrigger: (trigger) => set({ trigger }),
    setItem: (loop, item) => {
      const { [loop]: _before, ...rest } = get().items;
      set({ items: item === undefined ? rest : { ...rest, [loop]: item } });
    },
  }));
}

export const TestingContext = createContext<TestingStore | undefined>(undefined);

export function useTestingStore(): TestingStore {
  const store = useContext(TestingContext);
  if (store === undefined) throw new Error('Only the builder tests steps');
  return store;
}

export function useTesting<T>(select: (state: TestingState) => T): T {
  return useStore(useTestingStore(), select);
}

/** Where samples come from, save for the item of a loop. */
export function sourcesOf(state: Pick<TestingState, 'tests' | 'inputs' | 'trigger'>, run: string | undefined): SampleSources {
  const { tests, inputs, trigger } = state;
  const results = Object.entries(tests).flatMap(([step, test]) => (test.isDone ? [[step, test.runId]] : []));
  return {
    given: {},
    pins: true,
    results: Object.fromEntries(results),
    inputs,
    ...(run === undefined ? {} : { run }),
    ...(trigger === undefined ? {} : { trigger }),
  };
}
