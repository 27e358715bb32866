import { isJsonObject } from '../lib/json.ts';
import { unwrapBareExpressions } from './bare-expressions.ts';
import type { Catalogue } from './catalogue.ts';
import { Origins } from './dialects/dialect.ts';
import { liftDialect } from './dialects/lift.ts';
import { type Finding, toProblem } from './finding.ts';
import type { JsonPath } from './json-path.ts';
import { type Problem, WorkflowInvalid } from './problem.ts';
import { readDocument } from './read-document.ts';
import type { WorkflowDocument } from './schema.ts';
import { scopesOf } from './scopes.ts';
import { isScript } from './script/is-script.ts';
import { fillInIds } from './step-ids.ts';
import { declareInputs } from './undeclared-inputs.ts';
import { upgrade } from './upgrade.ts';
import { validate } from './validate.ts';
import { type ParsedText, parseYaml } from './yaml.ts';

/** Bounds the time that validation can take, which may grow with the square of it. */
const MAX_STEPS = 20_000;

export type LoadResult =
  | { readonly ok: true; readonly document: WorkflowDocument; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface LoadOptions {
  readonly catalogue: Catalogue;
  /** What the text is called in the error of `requireWorkflow`: a file or a name. */
  readonly source?: string;
}

export type DrawOptions = Pick<LoadOptions, 'catalogue'>;

/** What a text says, as far as it can be read. */
export interface DrawnWorkflow {
  /** With its errors left out or stood in for, every step with an id; undefined when the text is no workflow at all. */
  readonly document?: WorkflowDocument;
  /** Ids of steps that only stand in for one that could not be read. */
  readonly unread: ReadonlySet<string>;
  /** False: a dialect, a script or an older format, which becomes another text before it can be edited. */
  readonly isCanonical: boolean;
  /** Where what stands at a place of the document was written, in characters of the text. */
  rangeOf(path: JsonPath): { readonly from: number; readonly to: number } | undefined;
  readonly problems: readonly Problem[];
}

/**
 * From text (YAML or JSON, canonical or a dialect, of any format number; `loadText` takes scripts too) to a valid canonical document in which every step and trigger has an id.
 * Every problem is reported at once, by its place in this text; with `ok` they are warnings.
 */
export function loadWorkflow(text: string, options: LoadOptions): LoadResult {
  return resultOf(drawWorkflow(text, options));
}

/** What a drawn text comes to for whoever takes only a valid one. */
export function resultOf({ document, problems }: DrawnWorkflow): LoadResult {
  return document === undefined || problems.some(({ severity }) => severity === 'error')
    ? { ok: false, problems }
    : { ok: true, document, problems };
}

/** As `loadWorkflow`, but gives the document also when it has errors: for whoever is at work on it. */
export function drawWorkflow(text: string, options: DrawOptions): DrawnWorkflow {
  if (isScript(text)) {
    const message = 'This is a script; here a workflow is written as YAML or JSON';
    return nothingRead([{ code: 'SCRIPT_NOT_HERE', message, severity: 'error', line: 1, column: 1 }]);
  }
  const parsed = parseYaml(text);
  return parsed.ok ? drawSource(parsed.source, options) : nothingRead(parsed.problems);
}

/** As `drawWorkflow`, of a text that is parsed already. `skipChecks`: problems are only those of the shape. */
export function drawSource(
  source: ParsedText,
  { catalogue, skipChecks = false }: DrawOptions & { readonly skipChecks?: boolean },
): DrawnWorkflow {
  if (!isJsonObject(source.value)) {
    const message = 'A workflow is a map that begins with `name` and `steps`';
    return nothingRead([toProblem({ code: 'WRONG_TYPE', message, path: [] }, [], source.locate([]))]);
  }

  const origins = new Origins();
  const lifted = liftDialect(source.value, origins);
  const upgraded = upgrade(lifted.value);
  if (!upgraded.ok) return nothingRead(placeFindings([upgraded.finding], source, origins));

  const { document, findings, unread } = readDocument(upgraded.value);
  const stepCount = scopesOf(document).reduce((count, { steps }) => count + steps.length, 0);
  if (stepCount > MAX_STEPS) {
    const message = `The workflow has ${stepCount} steps, more than the ${MAX_STEPS} allowed: use a loop, or split it into several workflows`;
    return nothingRead(placeFindings([{ code: 'TOO_MANY_STEPS', message, path: ['steps'] }], source, origins));
  }
  unwrapBareExpressions(document);
  fillInIds(document);
  if (lifted.dialect === 'agent' || source.format === 'script') declareInputs(document, catalogue);
  return {
    document,
    unread: new Set([...unread].flatMap(({ id }) => id ?? [])),
    rangeOf: (path) => source.range(origins.sourceOf(path)),
    isCanonical: source.format !== 'script' && lifted.dialect === undefined && upgraded.value === lifted.value,
    problems: placeFindings([...findings, ...(skipChecks ? [] : validate(document, catalogue, unread))], source, origins),
  };
}

export function nothingRead(problems: readonly Problem[]): DrawnWorkflow {
  return { unread: new Set(), isCanonical: true, rangeOf: () => undefined, problems };
}

/** Like `loadWorkflow`, for callers that cannot go on without a document. Throws WorkflowInvalid with every problem. */
export function requireWorkflow(text: string, options: LoadOptions): WorkflowDocument {
  const loaded = loadWorkflow(text, options);
  if (!loaded.ok) throw new WorkflowInvalid(options.source ?? 'The document', loaded.problems);
  return loaded.document;
}

/** In the order of the text. */
function placeFindings(findings: readonly Finding[], source: ParsedText, origins: Origins): Problem[] {
  return findings
    .map((finding) => {
      const path = origins.sourceOf(finding.path);
      return toProblem(finding, path, source.locate(path, finding.side, finding.offset));
    })
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
