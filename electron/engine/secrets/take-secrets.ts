import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/lib/json.ts';
import { whyNotAllowed } from '../../../shared/secrets/bindings.ts';
import { mayStandIn, secretPlaces } from '../../../shared/secrets/places.ts';
import { isSecretInput, SECRET_SPOTS, type SecretInput } from '../../../shared/secrets/secret-input.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { restoreMarks, type SecretSpot } from './marks.ts';

export interface TakenParameters {
  /** With the values: for the executor alone. */
  readonly parameters: Record<string, Json>;
  /** To be stored. */
  readonly input: JsonObject;
}

/** Puts the values of secrets into what a step is given, if they may go there. Throws ActionError `SECRET_NOT_ALLOWED`, and what opening them throws. */
export function takeParameters(live: LiveRun, step: StepState, action: string, rendered: Record<string, Json>): TakenParameters {
  const { marks } = live.parts;
  if (marks.find(rendered).length === 0) return { parameters: rendered, input: rendered };
  refusePlaces(live, step, action, rendered);
  const { value, spots } = marks.show(rendered);
  const input: JsonObject = {
    ...(value as JsonObject),
    [SECRET_SPOTS]: spots.map(({ path, offset, secret }) => ({ path, offset, secret: { ...secret } })),
  };
  // The run that is started has its own steps, which are asked for themselves.
  if (action === 'workflow.run') return { parameters: rendered, input };
  // The address may be a secret, so that its host is known only now.
  const url = action === 'http.request' ? marks.fill(rendered['url'] ?? '', (secret) => reveal(live, secret)) : undefined;
  const host = typeof url === 'string' ? URL.parse(url)?.hostname.toLowerCase() : undefined;
  return { parameters: marks.fill(rendered, (secret) => take(live, step, action, secret, host)) as Record<string, Json>, input };
}

/** What a step was given, from what was stored of it. As `takeParameters`. */
export function takeStored(live: LiveRun, step: StepState, action: string, stored: Json): Record<string, Json> {
  const { [SECRET_SPOTS]: spots, ...input } = isJsonObject(stored) ? stored : {};
  if (!Array.isArray(spots)) return input;
  return takeParameters(live, step, action, restoreMarks(live.parts.marks, input, spots.map(parseSpot)) as Record<string, Json>).parameters;
}

/**
 * The variables of a step's child processes. One that the workflow declares for all steps is left out where its secret may not go; one that
 * the step itself declares is refused there. Throws as `takeParameters`.
 */
export function takeEnvironment(
  live: LiveRun,
  step: StepState,
  action: string,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { marks } = live.parts;
  const own = step.plan.step.environment ?? {};
  const taken: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!marks.isIn(value)) taken[name] = value;
    else {
      const isForAll =
        !Object.hasOwn(own, name) && marks.find(value).some((secret) => whyNot(live, action, secret, undefined) !== undefined);
      if (!isForAll) taken[name] = marks.fill(value, (secret) => take(live, step, action, secret, undefined)) as string;
    }
  }
  return taken;
}

function refusePlaces(live: LiveRun, step: StepState, action: string, rendered: Record<string, Json>): void {
  const places = secretPlaces(action);
  for (const [parameter, value] of Object.entries(rendered)) {
    // The variables that the placeholders of a command have become.
    const asWritten = parameter === 'bindings' && places.parameters?.includes('command') ? 'command' : parameter;
    if (mayStandIn(places, asWritten)) continue;
    const [secret] = live.parts.marks.find(value);
    if (secret === undefined) continue;
    const message = `${step.plan.name} (${action}) cannot have ${nameOf(secret)} in \`${parameter}\`: ${places.why}`;
    throw new ActionError('SECRET_NOT_ALLOWED', message, { hint: places.hint });
  }
}

function take(live: LiveRun, step: StepState, action: string, secret: SecretInput, host: string | undefined): string {
  const why = whyNot(live, action, secret, host);
  if (why !== undefined) {
    const name = nameOf(secret);
    throw new ActionError('SECRET_NOT_ALLOWED', `${step.plan.name} (${action}) may not use ${name}: ${why}`, {
      hint: `Nothing was sent. If it is meant to, say so in Settings, Secrets, or with: pawl secrets bind ${'$secret' in secret ? secret.$secret : ''}`,
      details: { secret: '$secret' in secret ? secret.$secret : null, action, ...(host === undefined ? {} : { host }) },
    });
  }
  const value = reveal(live, secret);
  if ('$secret' in secret) live.parts.secrets.used(secret.$secret);
  return value;
}

function whyNot(live: LiveRun, action: string, secret: SecretInput, host: string | undefined): string | undefined {
  // What a person has given to this run alone is for all of it.
  if ('$sealed' in secret) return undefined;
  const bindings = live.parts.secrets.bindings(secret.$secret);
  if (bindings === undefined) return undefined;
  const id = live.parts.store.workflows.byKey(live.row.workflowKey)?.id ?? '';
  return whyNotAllowed(bindings, { action, workflow: { id, name: live.plan.document.name }, host });
}

function reveal(live: LiveRun, secret: SecretInput): string {
  const { secrets } = live.parts;
  if ('$sealed' in secret) {
    const value = secrets.openText(secret.$sealed);
    secrets.masks.learn(value);
    return value;
  }
  const value = secrets.value(secret.$secret);
  if (value !== undefined) return value;
  throw new ActionError('SECRET_MISSING', `There is no secret ${secret.$secret}`, {
    hint: `Set it: pawl secrets set ${secret.$secret}`,
    details: { secret: secret.$secret },
  });
}

function nameOf(secret: SecretInput): string {
  return '$secret' in secret ? `the secret ${secret.$secret}` : 'a secret input';
}

function parseSpot(spot: Json): SecretSpot {
  const { path, offset, secret } = isJsonObject(spot) ? spot : {};
  if (!Array.isArray(path) || typeof offset !== 'number' || !isSecretInput(secret))
    throw new Error('The parameters of the step were changed');
  return { path: path.filter((one) => typeof one === 'string' || typeof one === 'number'), offset, secret };
}
