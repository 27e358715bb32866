import { implement } from '@orpc/server';
import type { Draft, SampleSources } from '../../shared/contract/samples.ts';
import { type Preview, type Sample, stepTestsContract } from '../../shared/contract/step-tests.ts';
import { toStepError } from '../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import { localDate } from '../../shared/lib/local-date.ts';
import { showInputs } from '../../shared/secrets/secret-input.ts';
import { resolveInputs } from '../../shared/workflow/inputs.ts';
import { compilePlan } from '../../shared/workflow/plan.ts';
import type { Problem } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { needsOfStep } from '../../shared/workflow/testing/step-needs.ts';
import { documentOfStepTest, settingsOfTest } from '../../shared/workflow/testing/step-test.ts';
import type { EngineParts } from '../engine/live-run.ts';
import { secretsRoot } from '../engine/secrets/secret-scope.ts';
import type { GivenResult } from '../store/given-results-table.ts';
import type { Store } from '../store/store.ts';
import { admit } from './admit.ts';
import type { ApiParts } from './api-parts.ts';
import { cutLarge } from './cut-large.ts';
import { keepDraft, readDraft, stepsWithin, workflowOfDraft } from './draft.ts';
import { invalidInput } from './failures.ts';
import { requireKnown } from './find.ts';
import { readOutput, readSamples, type Samples } from './sample-sources.ts';
import { sealedInputs } from './start-run.ts';
import { tellStoreFailure } from './tell-store-failure.ts';

interface TestRequest {
  readonly draft: Draft;
  readonly step: string;
  readonly sources: SampleSources;
}

/** A draft as it is run for a test. */
interface PreparedTest {
  readonly document: WorkflowDocument;
  readonly given: readonly GivenResult[];
  readonly samples: Samples;
  readonly until?: string;
}

/** Samples are there to complete names and to show examples. */
const mostSampleBytes = 64 * 1024;
/** A preview is to be looked at: what is larger than this is cut. */
const mostPreviewLetters = 20_000;

export function stepTestHandlers({ parts, engine }: ApiParts) {
  const os = implement(stepTestsContract).use(tellStoreFailure);

  return {
    start: os.start.handler(async ({ input }) => {
      const { document, given, samples, until } = await (input.mode === 'alone' ? prepareAlone : prepareUpTo)(parts, input);
      const resolved = resolveInputs(document, { ...knownInputs(document, samples.inputs), ...input.sources.inputs });
      if (!resolved.ok) throw invalidInput(resolved.problems);
      const { workflow, version, workingDirectory } = await keepDraft(parts, input.draft, document);
      const outcome = await admit(engine, {
        workflow,
        version,
        workingDirectory,
        inputs: sealedInputs(parts, document, resolved.inputs),
        triggerData: parts.secrets.masks.json(samples.trigger),
        triggeredBy: 'test',
        until,
        given,
      });
      if (outcome.verdict === 'skipped') throw new Error('A test has no limit, and was refused by one');
      return { runId: outcome.run.id, workflowId: workflow.id };
    }),

    samples: os.samples.handler(({ input }) => {
      const { workflow, steps, sources, whole } = input;
      const samples = readSamples(parts.store, workflow === undefined ? undefined : requireKnown(parts.store, workflow).key, sources);
      const items = steps.flatMap((step) => {
        const result = samples.resultOf(step);
        return result === undefined ? [] : [sampleOf(parts.store, result, whole)];
      });
      return { items, inputs: samples.inputs, trigger: samples.trigger };
    }),

    preview: os.preview.handler(async ({ input }): Promise<Preview> => {
      const { text, isBare, workflow } = input;
      const scope = scopeOf(parts, workflow === undefined ? undefined : requireKnown(parts.store, workflow).key, input);
      try {
        const value = isBare && !text.includes('{{') ? await parts.evaluate(text, scope) : await parts.render(text, scope);
        return preview(parts.marks.show(value ?? null).value);
      } catch (thrown) {
        const { code, message, hint } = toStepError(thrown);
        return { ok: false, code, message, ...(hint === undefined ? {} : { hint }) };
      }
    }),
  };
}

function sampleOf(store: Store, result: GivenResult, whole: boolean): Sample {
  const { step, source, output, outputBlob } = result;
  const bytes = outputBlob === null ? Buffer.byteLength(output ?? 'null') : store.blobs.size(outputBlob);
  const value = readOutput(store, result);
  const isCut = !whole && bytes > mostSampleBytes;
  return { step, source, bytes, isCut, output: isCut ? cutLarge(value) : value };
}

/** Throws INVALID_INPUT that names every step whose result is missing; otherwise as `readDraft`. */
async function prepareAlone({ store }: EngineParts, { draft, step, sources }: TestRequest): Promise<PreparedTest> {
  const document = await readDraft(draft.text, step, (all) => stepsWithin(all, step));
  const samples = readSamples(store, workflowOfDraft(store, draft, document.name)?.key, sources);
  const needs = needsOfStep(document, step);
  const given = needs.mentions.flatMap((id) => samples.resultOf(id) ?? []);
  const missing = needs.steps.filter((id) => !given.some((one) => one.step === id));
  const problems = missing.map((id) => noResult(step, id));
  if (needs.item && sources.item === undefined) problems.push(noItem(step));
  if (problems.length > 0) throw invalidInput(problems);
  const { item } = sources;
  const tested = documentOfStepTest(document, step, { given: given.map((one) => one.step), ...(item === undefined ? {} : { item }) });
  return { document: tested, given, samples };
}

async function prepareUpTo({ store }: EngineParts, { draft, step, sources }: TestRequest): Promise<PreparedTest> {
  const document = await readDraft(draft.text, step, (all) => [...compilePlan(all, { until: step }).byId.keys()]);
  const samples = readSamples(store, workflowOfDraft(store, draft, document.name)?.key, sources);
  const plan = compilePlan(document, { until: step });
  // What is tested is run, even where its own output is pinned.
  const given = [...plan.byId.keys()].filter((id) => id !== step).flatMap((id) => samples.pinnedOf(id) ?? []);
  const { settings } = document;
  const tested = { ...document, ...(settings === undefined ? {} : { settings: settingsOfTest(settings) }) };
  return { document: tested, given, samples, until: step };
}

function noResult(step: string, id: string): Problem {
  return {
    code: 'NO_SAMPLE',
    message: `There is no output of \`${id}\`, which \`${step}\` reads: test \`${id}\` first, pin an output, or test up to here`,
    severity: 'error',
    stepId: id,
    path: `sources.given.${id}`,
  };
}

function noItem(step: string): Problem {
  return {
    code: 'NO_SAMPLE',
    message: `\`${step}\` stands in a loop and reads its item: give one`,
    severity: 'error',
    stepId: step,
    path: 'sources.item',
  };
}

/** A run of the past may have had inputs that the draft has no more. */
function knownInputs({ variables = [] }: WorkflowDocument, inputs: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => variables.some((variable) => variable.name === name)));
}

interface PreviewRequest {
  readonly sources: SampleSources;
  readonly env: Readonly<Record<string, string>>;
  readonly index?: number | undefined;
  readonly event?: Json | undefined;
}

/** The names that an expression has in a run, from sample data. */
function scopeOf(parts: EngineParts, workflowKey: number | undefined, { sources, env, index, event }: PreviewRequest) {
  const { store, clock } = parts;
  const samples = readSamples(store, workflowKey, sources);
  const inputs = showInputs(samples.inputs);
  const read = new Map<string, Json | undefined>();
  function outputOf(step: string): Json | undefined {
    if (read.has(step)) return read.get(step);
    const result = samples.resultOf(step);
    const output = result === undefined ? undefined : readOutput(store, result);
    read.set(step, output);
    return output;
  }
  const now = clock.now();
  const roots: Readonly<Record<string, unknown>> = {
    trigger: samples.trigger,
    vars: inputs,
    env,
    secrets: secretsRoot(parts.secrets, parts.marks),
    memory: {},
    run: { id: sources.run ?? 'test', workflow: '', startedAt: new Date(now).toISOString(), date: localDate(now), attempt: 1 },
    ...(sources.item === undefined ? {} : { item: sources.item, index: index ?? 0 }),
    ...(event === undefined ? {} : { event }),
    steps: onAsking((step) => {
      const output = outputOf(step);
      return output === undefined ? undefined : { output, status: 'succeeded', attempts: 1, error: null, durationMs: 0 };
    }),
  };
  return onAsking((name) => {
    if (Object.hasOwn(roots, name)) return roots[name];
    return Object.hasOwn(inputs, name) ? inputs[name] : outputOf(name);
  });
}

/** A record whose properties are looked up when they are asked for. */
function onAsking(get: (name: string) => unknown): Readonly<Record<string, unknown>> {
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => (typeof name === 'string' ? get(name) : undefined),
      has: (_, name) => typeof name === 'string' && get(name) !== undefined,
      getOwnPropertyDescriptor: (_, name) => {
        const value = typeof name === 'string' ? get(name) : undefined;
        return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: false };
      },
    },
  );
}

function preview(value: Json): Preview {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= mostPreviewLetters) return { ok: true, value, isCut: false };
  return { ok: true, value: text.slice(0, mostPreviewLetters), isCut: true };
}
