import { knownModels } from '../ai/models.ts';
import { builtInProviders, providerKinds } from '../ai/provider.ts';
import { isJsonObject } from '../lib/json.ts';
import type { StepDocument, TriggerDocument, WorkflowDocument } from './schema.ts';
import { scopesOf } from './scopes.ts';

export const capabilityKinds = [
  'folder',
  'write',
  'read',
  'command',
  'host',
  'repository',
  'secret',
  'environment',
  'model',
  'workflow',
  'notification',
  'start',
  'other',
] as const;
export type CapabilityKind = (typeof capabilityKinds)[number];

/** One thing of this machine, or beyond it, that a workflow can touch. */
export interface Capability {
  readonly kind: CapabilityKind;
  /** As it is written in the document: a folder, a command line, a host, … */
  readonly what: string;
  /** Ids of the steps or triggers that do it; empty when it holds for the whole workflow. */
  readonly by: readonly string[];
}

type Found = readonly [kind: CapabilityKind, what: string];
type Values = Readonly<Record<string, unknown>>;

/** Actions that touch nothing outside the run. */
const inner = /^(?:fail|log|set|data\..+)$/;
const placeholder = '{{';

/**
 * What a workflow can touch: the sheet that a person agrees to. What only a run will know stands in it as the placeholder it is written with.
 * Each thing comes once, in the order of the kinds; `text` of two sheets is equal when they allow the same.
 */
export function capabilitiesOf(document: WorkflowDocument): readonly Capability[] {
  const found = new Map<string, { kind: CapabilityKind; what: string; by: Set<string> }>();
  const add = (by: string | undefined, [kind, what]: Found): void => {
    const key = `${kind} ${what}`;
    const known = found.get(key) ?? { kind, what, by: new Set() };
    if (by !== undefined) known.by.add(by);
    found.set(key, known);
  };
  for (const one of ofSettings(document)) add(undefined, one);
  for (const trigger of document.triggers ?? []) for (const one of ofTrigger(trigger)) add(trigger.id ?? trigger.type, one);
  for (const { steps } of scopesOf(document)) {
    for (const step of steps) for (const one of ofStep(step)) add(step.id, one);
  }
  return [...found.values()]
    .map(({ kind, what, by }) => ({ kind, what, by: [...by] }))
    .sort((a, b) => capabilityKinds.indexOf(a.kind) - capabilityKinds.indexOf(b.kind) || (a.what < b.what ? -1 : 1));
}

/** What an agreement is bound to: the same text for two documents that can touch the same, whatever else they say. */
export function capabilityText(capabilities: readonly Capability[]): string {
  return JSON.stringify(capabilities.map(({ kind, what }) => [kind, what]));
}

/** What `after` can touch that `before` cannot. */
export function addedCapabilities(before: readonly Capability[], after: readonly Capability[]): readonly Capability[] {
  const known = new Set(before.map(({ kind, what }) => `${kind} ${what}`));
  return after.filter(({ kind, what }) => !known.has(`${kind} ${what}`));
}

function ofSettings({ settings, variables }: WorkflowDocument): Found[] {
  const folders = settings?.roots ?? [settings?.workingDirectory ?? '.'];
  return [
    ...folders.map((folder): Found => ['folder', folder]),
    ...ofEnvironment(settings?.environment),
    ...(variables ?? []).flatMap(({ name, type }): Found[] => (type === 'secret' ? [['secret', name]] : [])),
    ...secretsIn([settings, variables]),
  ];
}

function ofTrigger({ type, config = {}, with: values }: TriggerDocument): Found[] {
  const { cron, every, at, path } = config;
  const detail = [cron, every, at, path].flat().filter((part) => typeof part === 'string');
  return [['start', [type.replaceAll('_', ' '), ...detail].join(' ')], ...secretsIn([config, values])];
}

function ofStep(step: StepDocument): Found[] {
  return [
    ...(step.workingDirectory === undefined ? [] : [['folder', step.workingDirectory] as const]),
    ...ofEnvironment(step.environment),
    ...secretsIn(step),
    ...('agent' in step ? [['model', step.agent] as const, ...(step.tools ?? []).map((tool): Found => ['other', `tool ${tool}`])] : []),
    ...('workflow' in step ? [['workflow', step.workflow] as const] : []),
    ...('action' in step ? ofAction(step.action, isJsonObject(step.with) ? step.with : {}) : []),
  ];
}

function ofAction(action: string, values: Values): Found[] {
  const [family = ''] = action.split('.', 1);
  switch (family) {
    case 'file':
      return ofFiles(action, values);
    case 'archive':
      return [...textsOf(values['source']).map(reads), ...textsOf(values['destination']).map(writes)];
    case 'shell':
      return ofCommand(values);
    case 'git':
      return ofGit(action, values);
    case 'http':
      return [...textsOf(values['url']).map(hostOf), ...textsOf(values['saveTo']).map(writes), ...ofBody(values['body'])];
    case 'notify':
      return [['notification', action === 'notify.desktop' ? 'on this desktop' : action]];
    case 'workflow':
      return textsOf(values['workflow']).map((name): Found => ['workflow', action === 'workflow.run' ? name : `${name} (on and off)`]);
    case 'ai':
      return ofModels(values);
    default:
      return inner.test(action) ? [] : [['other', action]];
  }
}

function ofFiles(action: string, values: Values): Found[] {
  const targets = textsOf(values['path']);
  switch (action) {
    case 'file.copy':
      return [...textsOf(values['source']).map(reads), ...textsOf(values['destination']).map(writes)];
    case 'file.move':
      return [...textsOf(values['source']).map(writes), ...textsOf(values['destination']).map(writes)];
    case 'file.write':
    case 'file.delete':
    case 'file.mkdir':
      return targets.map(writes);
    default:
      return targets.map(reads);
  }
}

function ofCommand({ command, program, args, environment, cwd }: Values): Found[] {
  const line = typeof command === 'string' ? command : [program, ...(Array.isArray(args) ? args : [])].map(String).join(' ');
  return [['command', line], ...textsOf(cwd).map((folder): Found => ['folder', folder]), ...ofEnvironment(environment)];
}

function ofGit(action: string, { repo, url, remote, destination, trusted }: Values): Found[] {
  const repository: Found[] = textsOf(repo ?? (action === 'git.clone' ? undefined : '.')).map((one) => ['repository', one]);
  const reaches = ['git.push', 'git.pull', 'git.fetch', 'git.clone'].includes(action);
  const address = textsOf(url ?? remote ?? 'origin')[0] ?? 'origin';
  return [
    ...repository,
    ...textsOf(destination).map(writes),
    ...(reaches ? [address.includes(':') ? hostOf(address) : (['host', `the git remote ${address}`] as const)] : []),
    ...(trusted === true ? [['command', "the repository's own hooks and filters"] as const] : []),
  ];
}

/** The hosts of the providers that are there anyway; others are set up on this machine, and shown there. */
function ofModels({ model, provider, files, images }: Values): Found[] {
  const [name] = textsOf(model);
  const [owner] = [...textsOf(provider), ...(name === undefined ? [] : [name.split('/', 1)[0] ?? ''])];
  const builtIn = builtInProviders.find((one) => one.name === owner);
  const known = knownModels.find((one) => one.name === name);
  const kind = builtIn?.kind ?? known?.kind;
  const address = kind === undefined ? undefined : providerKinds[kind].baseUrl;
  const what = name ?? (owner === undefined ? 'any model that is set up' : `any model of ${owner}`);
  return [['model', what], ...(address === undefined ? [] : [hostOf(address)]), ...[...textsOf(files), ...textsOf(images)].map(reads)];
}

/** A name without a value passes a variable of the machine on. */
function ofEnvironment(environment: unknown): Found[] {
  if (!isJsonObject(environment)) return [];
  return Object.entries(environment).flatMap(([name, value]): Found[] => (value === null ? [['environment', name]] : []));
}

function ofBody(body: unknown): Found[] {
  return isJsonObject(body) ? textsOf(body['file']).map(reads) : [];
}

function hostOf(address: string): Found {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s{]*@)?([^/:?#\s]+)/i.exec(address)?.[1];
  const isKnown = host !== undefined && !host.includes(placeholder);
  return ['host', isKnown ? host.toLowerCase() : `an address that the run makes: ${address}`];
}

function secretsIn(value: unknown): Found[] {
  const text = JSON.stringify(value) ?? '';
  return [...text.matchAll(/\bsecrets(?:\.([A-Za-z_][\w-]*)|\[(?:\\"|')([^"'\\]+))/g)].map((match): Found => {
    return ['secret', match[1] ?? match[2] ?? ''];
  });
}

function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}

const reads = (path: string): Found => ['read', path];
const writes = (path: string): Found => ['write', path];
