import { isJsonObject } from '../../lib/json.ts';
import { mayStandIn, secretPlaces } from '../../secrets/places.ts';
import { formatPath, parsePath } from '../expression/path.ts';
import { findReferences, type Reference } from '../expression/references.ts';
import { parseTemplate } from '../expression/template.ts';
import { type ExpressionSite, sitesOf, textsIn } from '../expression-sites.ts';
import type { Finding } from '../finding.ts';
import type { JsonPath } from '../json-path.ts';
import { didYouMean } from '../nearest.ts';
import type { StepDocument } from '../schema.ts';
import { ROOT_NAMES } from '../step-ids.ts';
import { findUnknownField, outputSchemaOf } from '../step-outputs.ts';
import { Upstream } from '../upstream.ts';
import type { CheckContext, PlacedStep } from './check-context.ts';
import { unknownTriggerField } from './trigger-fields.ts';

const STEP_FIELDS = ['output', 'status', 'error', 'attempts', 'durationMs'];
const RUN_FIELDS = ['id', 'workflow', 'startedAt', 'date', 'attempt'];

/** What an expression may name where it stands. */
interface View {
  readonly stepId?: string;
  /** Undefined: yes; otherwise why the step cannot have ended. */
  readonly whyUnseen: (target: string) => string | undefined;
  readonly isInLoop: boolean;
  readonly environment: ReadonlySet<string>;
  readonly extraNames: readonly string[];
  /** A clause that says why no secret may stand there. */
  readonly whyNoSecret: string | undefined;
}

const STORED = 'what stands there is stored or shown';

type Text = Pick<ExpressionSite, 'text' | 'isBare'> & { readonly path: JsonPath };

/** Placeholders that are not closed, names that nothing answers to, steps that cannot have ended, fields that an output cannot have. */
export function checkReferences(context: CheckContext): Finding[] {
  const names = namesOf(context);
  const check = (text: Text, view: View): Finding[] => checkText(text, view, names, context);
  const declared = Object.keys(context.document.settings?.environment ?? {});
  const upstream = new Upstream(context.scopes);
  return [
    ...context.steps.flatMap((placed) => {
      const environment = new Set([...declared, ...stepEnvironment(placed)]);
      return sitesOf(placed.step).flatMap((site) =>
        check({ ...site, path: [...placed.path, ...site.path] }, viewOf(placed, site, environment, upstream, context)),
      );
    }),
    ...documentTexts(context).flatMap(({ text, sees }) =>
      check(text, {
        whyUnseen: (target) => whyUnseenByDocument(target, sees, context),
        isInLoop: false,
        environment: new Set(declared),
        extraNames: [],
        whyNoSecret: text.path[0] === 'triggers' || text.path[1] === 'environment' ? undefined : STORED,
      }),
    ),
  ];
}

/** Bare names that no step, variable or root answers to, with whether a field of them is used. For dialects that never declare their inputs. */
export function findUndeclaredNames(context: CheckContext): Map<string, { readonly hasFields: boolean }> {
  const names = namesOf(context);
  const undeclared = new Map<string, { hasFields: boolean }>();
  const texts = [...context.steps.flatMap(({ step }) => sitesOf(step)), ...documentTexts(context).map(({ text }) => text)];
  for (const { path } of texts.flatMap((text) => expressionsIn(text)).flatMap(({ expression }) => findReferences(expression))) {
    const name = String(path[0]);
    if (ROOT_NAMES.has(name) || names.variables.has(name) || context.stepsById.has(name)) continue;
    undeclared.set(name, { hasFields: path.length > 1 || undeclared.get(name)?.hasFields === true });
  }
  return undeclared;
}

interface Names {
  readonly steps: readonly string[];
  /** Declared ones and those that a `set` step makes. */
  readonly variables: ReadonlySet<string>;
}

function namesOf({ document, steps, stepsById }: CheckContext): Names {
  const made = steps.flatMap(({ step }) => {
    if (!('action' in step) || step.action !== 'set') return [];
    const variables = step.with?.['variables'];
    return isJsonObject(variables) ? Object.keys(variables) : [];
  });
  const declared = (document.variables ?? []).map(({ name }) => name);
  return { steps: [...stepsById.keys()], variables: new Set([...declared, ...made]) };
}

/** Texts outside of steps. `steps`: evaluated when the run has ended. */
function documentTexts({ document }: CheckContext): { readonly text: Text; readonly sees: 'steps' | 'start' }[] {
  const { outputs, settings, triggers } = document;
  return [
    ...textsIn(outputs, ['outputs']).map((text) => ({ text, sees: 'steps' as const })),
    ...[
      ...(triggers ?? []).flatMap((trigger, index) => textsIn(trigger.with, ['triggers', index, 'with'])),
      ...textsIn(settings?.concurrency?.key, ['settings', 'concurrency', 'key']),
      ...textsIn(settings?.environment, ['settings', 'environment']),
      ...textsIn(settings?.workingDirectory, ['settings', 'workingDirectory']),
    ].map((text) => ({ text, sees: 'start' as const })),
  ];
}

function whyUnseenByDocument(target: string, sees: 'steps' | 'start', { stepsById }: CheckContext): string | undefined {
  if (sees === 'start') return 'this is evaluated before the first step starts';
  const owner = stepsById.get(target)?.scope.owner?.id;
  return owner === undefined ? undefined : `it stands inside \`${owner}\`: use the output of \`${owner}\``;
}

function viewOf(
  placed: PlacedStep,
  site: ExpressionSite,
  environment: ReadonlySet<string>,
  upstream: Upstream,
  context: CheckContext,
): View {
  const seesBody = site.sees === 'body';
  /** A step between `rewindTo` and its approval sees, the second time, what was said the first time. */
  const comesBack = (target: string, id: string): boolean => {
    const step = context.stepsById.get(target)?.step;
    const from = step !== undefined && 'approve' in step ? step.approve.rewindTo : undefined;
    return from !== undefined && (from === id || upstream.isBefore(from, id)) && upstream.isBefore(id, target);
  };
  return {
    stepId: placed.id,
    whyUnseen: (target) => {
      if (upstream.isBefore(target, placed.id) || comesBack(target, placed.id)) return undefined;
      const owners = ownersOf(context.stepsById.get(target));
      if (seesBody && owners.includes(placed.id)) return undefined;
      if (target === placed.id) return 'it is this very step';
      const owner = owners.findLast((id) => upstream.isBefore(id, placed.id));
      if (owner !== undefined) return `it stands inside \`${owner}\`: use the output of \`${owner}\``;
      if (context.stepsById.get(target)?.scope.kind === 'finally' && placed.scope.kind !== 'finally')
        return 'it runs in `finally`, after all others';
      return `\`${placed.id}\` does not wait for it: add it to \`needs\``;
    },
    isInLoop: seesBody || isInLoop(placed),
    environment,
    extraNames: site.sees === 'event' ? ['event'] : [],
    whyNoSecret: whyNoSecretAt(placed.step, site),
  };
}

function whyNoSecretAt(step: StepDocument, { path: [key, parameter], isBare }: ExpressionSite): string | undefined {
  if (isBare || ('action' in step ? key !== 'with' && key !== 'environment' : key !== 'with' || !('workflow' in step))) return STORED;
  if (!('action' in step) || key !== 'with') return undefined;
  const places = secretPlaces(step.action);
  return typeof parameter !== 'string' || mayStandIn(places, parameter) ? undefined : `${places.why}. ${places.hint}`;
}

/** The containers around a step, the nearest first. */
function ownersOf(placed: PlacedStep | undefined): string[] {
  const owners: string[] = [];
  for (let scope = placed?.scope; scope !== undefined; scope = scope.parent) if (scope.owner?.id !== undefined) owners.push(scope.owner.id);
  return owners;
}

function isInLoop(placed: PlacedStep): boolean {
  for (let scope: PlacedStep['scope'] | undefined = placed.scope; scope !== undefined; scope = scope.parent) {
    if (scope.kind === 'body') return true;
  }
  return false;
}

function stepEnvironment(placed: PlacedStep): string[] {
  const names = Object.keys(placed.step.environment ?? {});
  for (let scope: PlacedStep['scope'] | undefined = placed.scope; scope !== undefined; scope = scope.parent) {
    names.push(...Object.keys(scope.owner?.environment ?? {}));
  }
  return names;
}

function expressionsIn({ text, isBare }: Pick<Text, 'text' | 'isBare'>): { readonly expression: string; readonly offset: number }[] {
  if (isBare) return [{ expression: text, offset: 0 }];
  return parseTemplate(text).parts.filter((part) => typeof part !== 'string');
}

function checkText(text: Text, view: View, names: Names, context: CheckContext): Finding[] {
  const place = { path: text.path, ...(view.stepId === undefined ? {} : { stepId: view.stepId }) };
  const problem = text.isBare ? undefined : parseTemplate(text.text).problem;
  if (problem !== undefined) return [{ code: 'TEMPLATE_SYNTAX', message: problem.message, offset: problem.offset, ...place }];
  return expressionsIn(text).flatMap(({ expression, offset }) =>
    findReferences(expression).flatMap((reference) => {
      const found =
        reference.path[0] === 'secrets' ? checkSecret(expression, reference, view) : checkReference(reference, view, names, context);
      return found === undefined ? [] : [{ ...found, offset: offset + reference.offset, ...place }];
    }),
  );
}

type Fault = Pick<Finding, 'code' | 'message' | 'severity'>;

function checkReference({ path, exact }: Reference, view: View, names: Names, context: CheckContext): Fault | undefined {
  const [root, ...rest] = path.map(String);
  const name = rest[0];
  switch (root) {
    case 'steps':
      return name === undefined ? undefined : checkStep(name, path, 2, view, names, context);
    case 'vars':
      if (name === undefined || names.variables.has(name)) return undefined;
      return { code: 'UNKNOWN_VARIABLE', message: `There is no variable \`${name}\`${didYouMean(name, names.variables)}` };
    case 'run':
      if (name === undefined || RUN_FIELDS.includes(name)) return undefined;
      return { code: 'UNKNOWN_FIELD', message: `\`run\` has no \`${name}\`, only ${RUN_FIELDS.join(', ')}${didYouMean(name, RUN_FIELDS)}` };
    case 'trigger':
      return unknownTriggerField(rest, context);
    case 'memory':
      if (path.length > 2 || !exact) return undefined;
      return { code: 'MEMORY_PATH', message: `\`${formatPath(path)}\` is more than one value: write \`memory.<agent>.<key>\`` };
    case 'env':
      return name === undefined || view.environment.has(name) ? undefined : undeclaredEnvironment(name, view);
    case 'item':
    case 'index':
      if (view.isInLoop || names.variables.has(root)) return undefined;
      return { code: 'OUTSIDE_LOOP', message: `\`${root}\` exists only in the steps of a loop` };
    default:
      return root === undefined ? undefined : checkBareName(root, path, view, names, context);
  }
}

function checkSecret(expression: string, { path }: Reference, { whyNoSecret }: View): Fault | undefined {
  const written = formatPath(path);
  if (parsePath(expression) === undefined || path.length !== 2) {
    return {
      code: 'SECRET_IN_CODE',
      message: `A secret cannot be used inside JavaScript: put it beside the code as \`{{ ${formatPath(path.slice(0, 2))} }}\``,
    };
  }
  return whyNoSecret === undefined
    ? undefined
    : { code: 'SECRET_NOT_ALLOWED', message: `\`${written}\` cannot stand here: ${whyNoSecret}` };
}

function undeclaredEnvironment(name: string, view: View): Fault {
  const message = `The workflow does not declare the environment variable \`${name}\`${didYouMean(name, view.environment)}; name it under settings.environment to let it in`;
  return { code: 'UNDECLARED_ENVIRONMENT', message };
}

function checkBareName(name: string, path: Reference['path'], view: View, names: Names, context: CheckContext): Fault | undefined {
  if (ROOT_NAMES.has(name) || names.variables.has(name) || view.extraNames.includes(name)) return undefined;
  if (context.stepsById.has(name)) return checkStep(name, ['steps', name, 'output', ...path.slice(1)], 2, view, names, context);
  const dashed = names.steps.find((id) => id.includes('-') && id.split('-').includes(name));
  const guess =
    dashed === undefined
      ? didYouMean(name, [...names.variables, ...names.steps, ...ROOT_NAMES, ...view.extraNames])
      : `; inside JavaScript write \`steps["${dashed}"].output\``;
  return { code: 'UNKNOWN_NAME', message: `\`${name}\` is no variable, no step and no root such as \`trigger\` or \`vars\`${guess}` };
}

/** `path` is the full one, with `steps` at its head; its fields begin at `fieldsAt`. */
function checkStep(
  id: string,
  path: Reference['path'],
  fieldsAt: number,
  view: View,
  names: Names,
  context: CheckContext,
): Fault | undefined {
  const placed = context.stepsById.get(id);
  if (placed === undefined) return { code: 'UNKNOWN_STEP', message: `There is no step \`${id}\`${didYouMean(id, names.steps)}` };
  const why = view.whyUnseen(id);
  if (why !== undefined) return { code: 'STEP_NOT_BEFORE', message: `\`${id}\` cannot have ended here: ${why}` };
  const [field, ...fields] = path.slice(fieldsAt);
  if (field === undefined) return undefined;
  if (!STEP_FIELDS.includes(String(field))) {
    const fromOutput = fieldsOfOutput(placed, context).includes(String(field))
      ? `; did you mean \`steps.${id}.output.${field}\`?`
      : undefined;
    const guess = fromOutput ?? didYouMean(String(field), STEP_FIELDS);
    return { code: 'UNKNOWN_FIELD', message: `A step has no \`${field}\`, only ${STEP_FIELDS.join(', ')}${guess}` };
  }
  return field === 'output' ? checkOutput(placed, fields, context) : undefined;
}

function fieldsOfOutput(placed: PlacedStep, context: CheckContext): readonly string[] {
  const schema = context.unread.has(placed.step) ? undefined : outputSchemaOf(placed.step, context.catalogue);
  return schema === undefined ? [] : (findUnknownField(schema, [NO_FIELD])?.known ?? []);
}

/** A field that no output has: asking for it tells the fields there are. */
const NO_FIELD = '';

function checkOutput(placed: PlacedStep, fields: Reference['path'], context: CheckContext): Fault | undefined {
  const schema = context.unread.has(placed.step) ? undefined : outputSchemaOf(placed.step, context.catalogue);
  const unknown = schema === undefined ? undefined : findUnknownField(schema, fields);
  if (unknown === undefined) return undefined;
  const holder = formatPath(['steps', placed.id, 'output', ...fields.slice(0, unknown.index)]);
  const message = `\`${holder}\` has no \`${fields[unknown.index]}\`, only ${unknown.known.join(', ')}${unknown.guess}`;
  return { code: 'UNKNOWN_FIELD', message };
}
