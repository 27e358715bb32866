import type { SampleSources } from '../../shared/contract/samples.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import { INLINE_LIMIT_BYTES } from '../store/blobs.ts';
import type { GivenResult, StoredOutput } from '../store/given-results-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import { requireRun } from './find.ts';

/** Results of steps from wherever a person has them. */
export interface Samples {
  /** Undefined when there is no result of that step. */
  resultOf(step: string): GivenResult | undefined;
  /** As `resultOf`, without past runs. */
  pinnedOf(step: string): GivenResult | undefined;
  readonly inputs: JsonObject;
  readonly trigger: JsonObject;
}

/** Throws NOT_FOUND for a run that is not there. */
export function readSamples(store: Store, workflowKey: number | undefined, sources: SampleSources): Samples {
  const { given, pins, results, inputs, trigger } = sources;
  const run = sources.run === undefined ? undefined : requireRun(store, sources.run);
  const lists = new Map<string, ReturnType<Store['steps']['list']>>();

  function fromRun(row: RunRow, step: string): GivenResult | undefined {
    const rows = lists.get(row.id) ?? store.steps.list(row.key);
    lists.set(row.id, rows);
    const found = rows.findLast(({ path, status }) => status === 'succeeded' && (path === step || path.endsWith(`/${step}`)));
    return found === undefined ? undefined : { step, source: `run ${row.id}`, output: found.output, outputBlob: found.outputBlob };
  }

  function pinnedOf(step: string): GivenResult | undefined {
    const direct = Object.hasOwn(given, step) ? given[step] : undefined;
    if (direct !== undefined) return { step, source: 'what was given', ...storeOutput(store, JSON.stringify(direct)) };
    const pin = pins && workflowKey !== undefined ? store.pins.get(workflowKey, step) : undefined;
    return pin === undefined ? undefined : { step, source: 'the pinned output', output: pin.output, outputBlob: pin.outputBlob };
  }

  return {
    pinnedOf,
    resultOf(step) {
      const known = pinnedOf(step);
      if (known !== undefined) return known;
      const own = Object.hasOwn(results, step) ? results[step] : undefined;
      const recent = own === undefined ? undefined : fromRun(requireRun(store, own), step);
      return recent ?? (run === undefined ? undefined : fromRun(run, step));
    },
    inputs: { ...run?.inputs, ...inputs },
    trigger: trigger ?? run?.triggerData ?? {},
  };
}

/** A text of JSON as rows hold it: a large one in a blob. */
export function storeOutput(store: Store, text: string): StoredOutput {
  if (Buffer.byteLength(text) <= INLINE_LIMIT_BYTES) return { output: text, outputBlob: null };
  return { output: null, outputBlob: store.blobs.put(text) };
}

export function readOutput(store: Store, { output, outputBlob }: StoredOutput): Json {
  const text = outputBlob === null ? output : store.blobs.get(outputBlob);
  return text === null ? null : (JSON.parse(text) as Json);
}
