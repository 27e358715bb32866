import { implement } from '@orpc/server';
import { mostPinnedBytes, type PinView, pinsContract } from '../../shared/contract/pins.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { fingerprintOf, fingerprintSchema, whyStale } from '../../shared/workflow/testing/fingerprint.ts';
import type { StoredOutput } from '../store/given-results-table.ts';
import type { PinRow } from '../store/pins-table.ts';
import type { WorkflowRow } from '../store/workflows-table.ts';
import type { ApiParts } from './api-parts.ts';
import { keepDraft, readDraft, workflowOfDraft } from './draft.ts';
import { conflict, invalidInput, notFound } from './failures.ts';
import { requireKnown, requireRun } from './find.ts';
import { readOutput, storeOutput } from './sample-sources.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';

export function pinHandlers({ parts }: ApiParts) {
  const { store, clock } = parts;
  const os = implement(pinsContract).use(tellStoreFailure);

  function documentOf(workflow: WorkflowRow): WorkflowDocument | undefined {
    return store.workflows.version(workflow.versionKey)?.document;
  }

  function requirePin(workflow: WorkflowRow, step: string): PinRow {
    const pin = store.pins.get(workflow.key, step);
    if (pin !== undefined) return pin;
    throw notFound(
      'step',
      step,
      store.pins.list(workflow.key).map((one) => one.step),
    );
  }

  /** The output of a step that succeeded. Throws NOT_FOUND, CONFLICT. */
  function outputOfRun(run: string, path: string): StoredOutput & { readonly runId: string } {
    const row = requireRun(store, run);
    const rows = store.steps.list(row.key).filter((one) => one.path === path || one.path.endsWith(`/${path}`));
    const step = rows.findLast((one) => one.status === 'succeeded') ?? rows.at(-1);
    if (step === undefined) throw notFound('step', path);
    if (step.status !== 'succeeded')
      throw conflict(`Step ${step.path} of run ${row.id} has no output to pin: it is ${step.status}.`, step.status);
    return { output: step.output, outputBlob: step.outputBlob, runId: row.id };
  }

  return {
    list: os.list.handler(({ input }) => {
      const workflow = requireKnown(store, input.workflow);
      const document = documentOf(workflow);
      return { items: store.pins.list(workflow.key).map((pin) => viewOf(pin, document)), next: null };
    }),

    get: os.get.handler(({ input }) => {
      const workflow = requireKnown(store, input.workflow);
      const pin = requirePin(workflow, input.step);
      return { ...viewOf(pin, documentOf(workflow)), output: readOutput(store, pin) };
    }),

    set: os.set.handler(async ({ input: { step, from, ...draft } }) => {
      const document = await readDraft(draft.text, step, () => []);
      const found =
        'run' in from
          ? outputOfRun(from.run, from.path ?? step)
          : { ...storeOutput(store, requireSmall(JSON.stringify(from.output))), runId: null };
      const bytes = found.outputBlob === null ? Buffer.byteLength(found.output ?? 'null') : store.blobs.size(found.outputBlob);
      if (bytes > mostPinnedBytes) throw tooLarge(bytes);
      const known = workflowOfDraft(store, draft, document.name) ?? (await keepDraft(parts, draft, document)).workflow;
      const pin: PinRow = { ...found, step, bytes, fingerprint: JSON.stringify(fingerprintOf(document, step)), at: clock.now() };
      await store.write(() => store.pins.put(known.key, pin));
      return { ...viewOf(pin, document), workflowId: known.id };
    }),

    remove: os.remove.handler(async ({ input }) => {
      const workflow = requireKnown(store, input.workflow);
      return { removed: await store.write(() => store.pins.remove(workflow.key, input.step)) };
    }),

    rename: os.rename.handler(async ({ input }) => {
      const workflow = requireKnown(store, input.workflow);
      await store.write(() => store.pins.rename(workflow.key, input.step, input.to));
    }),
  };
}

function viewOf({ step, bytes, runId, at, fingerprint }: PinRow, document: WorkflowDocument | undefined): PinView {
  const kept = fingerprintSchema.parse(JSON.parse(fingerprint));
  const stale = document === undefined ? null : (whyStale(kept, document, step) ?? null);
  return { step, bytes, runId, at: iso(at), fingerprint: kept, stale };
}

function requireSmall(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes > mostPinnedBytes) throw tooLarge(bytes);
  return text;
}

function tooLarge(bytes: number): Error {
  const megabytes = (size: number): string => (size / 1024 / 1024).toFixed(1);
  const message = `The output has ${megabytes(bytes)} MB, and a pinned one may have ${megabytes(mostPinnedBytes)} MB: pin a smaller part of it, written by hand`;
  return invalidInput([{ code: 'TOO_LARGE', message, severity: 'error', path: 'from' }]);
}
