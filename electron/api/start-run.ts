import { homedir } from 'node:os';
import { dirname, isAbsolute, resolve } from 'node:path';
import { catalogue } from '../../shared/catalogue.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { findMissingSecrets, missingText } from '../../shared/secrets/named-secrets.ts';
import { isSecretInput } from '../../shared/secrets/secret-input.ts';
import { formatPath } from '../../shared/workflow/expression/path.ts';
import { resolveInputs } from '../../shared/workflow/inputs.ts';
import { loadText } from '../../shared/workflow/load-text.ts';
import type { Problem } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { concurrencyKeyOf } from '../engine/concurrency-key.ts';
import type { EngineParts } from '../engine/live-run.ts';
import { sealInputs } from '../engine/secrets/seal-inputs.ts';
import type { Admission } from '../queue/admit.ts';
import type { Store } from '../store/store.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';
import { invalidInput, notFound, workflowInvalid } from './failures.ts';
import { requireImported } from './find.ts';

export interface StartRequest {
  readonly source:
    | { readonly text: string; readonly path?: string | undefined }
    | { readonly workflow: string }
    | { readonly text: string; readonly draftOf: string };
  readonly inputs: JsonObject;
  readonly context: JsonObject;
  readonly triggeredBy: string;
  readonly priority?: number | undefined;
  readonly until?: string | undefined;
}

/** From what somebody asks for to an admission. Nothing is written when it throws (WORKFLOW_INVALID, INVALID_INPUT, NOT_FOUND). */
export async function prepareRun(
  parts: EngineParts,
  request: StartRequest,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<{ admission: Admission; warnings: readonly Problem[] }> {
  const found = await findSource(parts, request.source);
  const { document, warnings } = found;
  const resolved = resolveInputs(document, request.inputs);
  if (!resolved.ok) throw invalidInput(resolved.problems);
  const { until } = request;
  if (until !== undefined && !document.steps.some((step) => step.id === until)) {
    throw notFound(
      'step',
      until,
      document.steps.map((step) => step.id ?? ''),
    );
  }
  const inputs = dryRun ? resolved.inputs : sealedInputs(parts, document, resolved.inputs);
  refuseMissingSecrets(parts, document, inputs);
  const { workflow, version } = await found.save();
  return {
    warnings,
    admission: {
      workflow,
      version,
      inputs,
      triggerData: parts.secrets.masks.json(request.context),
      triggeredBy: request.triggeredBy,
      workingDirectory: workflow.workingDirectory,
      priority: request.priority,
      until,
      concurrencyKey: await concurrencyKeyOf(parts, document, inputs, request.context),
    },
  };
}

/** What a person gives, as a run stores it. Throws INVALID_INPUT. */
export function sealedInputs(parts: EngineParts, document: WorkflowDocument, inputs: JsonObject): JsonObject {
  try {
    return sealInputs(parts, document, inputs, 'person');
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const message = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
    throw invalidInput([{ code: error.code, message, severity: 'error' }]);
  }
}

/** What would fail in the middle is said before anything is done. Throws WORKFLOW_INVALID. */
function refuseMissingSecrets({ secrets }: EngineParts, document: WorkflowDocument, inputs: JsonObject): void {
  const named = Object.values(inputs).flatMap((value) => (isSecretInput(value) && '$secret' in value ? [value.$secret] : []));
  const ofInputs = named.length === 0 ? [] : named.filter((name) => !secrets.names().includes(name));
  const problems = [
    ...missingSecrets({ secrets }, document),
    ...ofInputs.map((name) => ({ code: 'SECRET_MISSING', message: missingText(name, secrets.names()) })),
  ];
  if (problems.length > 0) throw workflowInvalid(problems.map((problem) => ({ ...problem, severity: 'error' })));
}

/** Warnings for secrets that the document names and that are not kept. */
export function missingSecrets({ secrets }: Pick<EngineParts, 'secrets'>, document: WorkflowDocument): Problem[] {
  try {
    return findMissingSecrets(document, secrets.names).map(({ code, message, stepId, path }) => ({
      code,
      message,
      severity: 'warning',
      path: formatPath(path),
      ...(stepId === undefined ? {} : { stepId }),
    }));
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return [{ code: error.code, message: `${error.message}. ${error.hint ?? ''}`, severity: 'warning' }];
  }
}

interface Found {
  readonly document: WorkflowDocument;
  readonly warnings: readonly Problem[];
  save(): Promise<{ workflow: WorkflowRow; version: VersionRow }>;
}

async function findSource(parts: EngineParts, source: StartRequest['source']): Promise<Found> {
  if ('workflow' in source) {
    const workflow = requireImported(parts.store, source.workflow);
    const version = parts.store.workflows.version(workflow.versionKey);
    if (version === undefined) throw notFound('version', source.workflow);
    return { document: version.document, warnings: [], save: async () => ({ workflow, version }) };
  }
  const { document, problems } = await load(source.text);
  if ('draftOf' in source) {
    const { store, clock, newId } = parts;
    const workflow = requireImported(store, source.draftOf);
    const { path, workingDirectory } = workflow;
    const request = { id: newId(), document, source: source.text, path, workingDirectory, imported: false, at: clock.now() };
    return { document, warnings: problems, save: () => store.write(() => store.workflows.keepTested(request, workflow)) };
  }
  const { path } = source;
  return { document, warnings: problems, save: () => saveWorkflow(parts, { document, source: source.text, path, imported: false }) };
}

export interface Loaded {
  readonly document: WorkflowDocument;
  readonly problems: readonly Problem[];
}

/** Throws WORKFLOW_INVALID with every problem. */
export async function load(text: string): Promise<Loaded> {
  const loaded = await loadText(text, { catalogue });
  if (!loaded.ok) throw workflowInvalid(loaded.problems);
  return loaded;
}

/** Records the document as the workflow's current version; one that it is already costs no write. */
export function saveWorkflow(
  parts: Pick<EngineParts, 'store' | 'clock' | 'newId'>,
  request: { document: WorkflowDocument; source: string; path?: string | undefined; imported: boolean; enabled?: boolean; asNew?: boolean },
): Promise<ReturnType<Store['workflows']['save']>> {
  const { document, source, path = '', imported } = request;
  return parts.store.write(() =>
    parts.store.workflows.save({
      id: parts.newId(),
      document: request.enabled === undefined ? document : { ...document, enabled: request.enabled },
      source,
      path,
      workingDirectory: workingDirectoryOf(document, path),
      imported,
      asNew: request.asNew ?? false,
      at: parts.clock.now(),
    }),
  );
}

/** What the document says, else the folder of its file, else the home folder. */
export function workingDirectoryOf(document: Pick<WorkflowDocument, 'settings'>, path: string): string {
  const base = path === '' ? homedir() : dirname(path);
  const asked = document.settings?.workingDirectory;
  if (asked === undefined) return base;
  if (asked === '~' || asked.startsWith('~/')) return resolve(homedir(), asked.slice(2));
  return isAbsolute(asked) ? asked : resolve(base, asked);
}
