import { catalogue } from '../../../../shared/catalogue.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../shared/lib/json.ts';
import { triggerDefinitions } from '../../../../shared/triggers/registry.ts';
import type { StepDocument, WorkflowDocument } from '../../../../shared/workflow/schema.ts';
import { type Scope, scopesOf } from '../../../../shared/workflow/scopes.ts';
import { outputSchemaOf } from '../../../../shared/workflow/step-outputs.ts';
import { loopAround, placeOfStep } from '../../../../shared/workflow/testing/place-of-step.ts';
import { Upstream } from '../../../../shared/workflow/upstream.ts';
import { dataNode, groupNode, type NameNode } from './name-node.ts';

/** What is known of a run before there is one. */
export interface Samples {
  outputOf(step: string): Json | undefined;
  readonly trigger: JsonObject | undefined;
  readonly inputs: JsonObject;
  readonly item: Json | undefined;
}

/** Where an expression stands. `body`: it also sees the steps inside its own step. `event`: and the event that came. `start`: before any step. */
export interface Site {
  readonly step: string | undefined;
  readonly sees?: 'body' | 'event' | 'start';
  /** Names that the field itself brings. */
  readonly names?: readonly string[];
  readonly secrets?: readonly string[];
  readonly remembered?: readonly Remembered[];
}

/** A value that an agent knows. */
export interface Remembered {
  readonly agent: string;
  readonly key: string;
  readonly value?: Json;
}

/** Every root that an expression can use there; steps that have not ended there are none of them. */
export function namesAt(document: WorkflowDocument, site: Site, samples: Samples): readonly NameNode[] {
  if (site.names !== undefined && site.names.length > 0) return site.names.map((name) => dataNode([name], {}));
  const place = site.step === undefined ? undefined : placeOfStep(document, site.step);
  const steps = site.sees === 'start' ? [] : stepsBefore(document, site);
  const isInLoop =
    (site.sees === 'body' && place !== undefined && 'steps' in place.step) ||
    (place !== undefined && loopAround(place.scope) !== undefined);
  const environment = [...Object.keys(document.settings?.environment ?? {}), ...environmentAround(place?.step, place?.scope)];
  return [
    ...(isInLoop
      ? [
          dataNode(['item'], { value: samples.item, help: 'The item of this iteration' }),
          dataNode(['index'], { help: 'The number of this iteration, from 0' }),
        ]
      : []),
    ...(site.sees === 'event' ? [dataNode(['event'], { help: 'The event that came' })] : []),
    groupNode(['steps'], () => steps.map((step) => stepNode(step, samples))),
    triggerNode(document, samples),
    groupNode(['vars'], () => variableNodes(document, steps, samples)),
    groupNode(['run'], () => Object.entries(runFields).map(([name, help]) => dataNode(['run', name], { help }))),
    ...(environment.length === 0 ? [] : [groupNode(['env'], () => [...new Set(environment)].map((name) => dataNode(['env', name], {})))]),
    ...memoryNodes([...(site.remembered ?? []), ...rememberedBy(document)]),
    ...(site.secrets === undefined || site.secrets.length === 0
      ? []
      : [
          groupNode(['secrets'], () =>
            (site.secrets ?? []).map((name) => dataNode(['secrets', name], { help: 'Masked wherever it would be shown' })),
          ),
        ]),
  ];
}

/** `memory.<agent>.<key>`: nothing where no agent is known to remember anything. */
function memoryNodes(remembered: readonly Remembered[]): readonly NameNode[] {
  const agents = Map.groupBy(remembered, ({ agent }) => agent);
  if (agents.size === 0) return [];
  const keysOf = (agent: string, those: readonly Remembered[]): readonly NameNode[] => {
    const known = new Map<string, Remembered>();
    for (const one of those) if (!known.has(one.key)) known.set(one.key, one);
    return [...known.values()].map(({ key, value }) => dataNode(['memory', agent, key], { value }));
  };
  return [
    groupNode(['memory'], () =>
      [...agents].map(([agent, those]) => groupNode(['memory', agent], () => keysOf(agent, those), 'What this agent remembers')),
    ),
  ];
}

/** What the workflow's own steps remember, where it is written out. */
function rememberedBy(document: WorkflowDocument): readonly Remembered[] {
  return scopesOf(document)
    .flatMap(({ steps }) => steps)
    .flatMap((step) => {
      if (!('action' in step) || step.action !== 'memory.set') return [];
      const { agent, key } = step.with ?? {};
      return typeof agent === 'string' && typeof key === 'string' && !`${agent}${key}`.includes('{{') ? [{ agent, key }] : [];
    });
}

const runFields: Readonly<Record<string, string>> = {
  id: 'The id of the run',
  workflow: 'The name of the workflow',
  startedAt: 'When the run started, ISO 8601',
  date: 'The day the run started on, such as 2026-11-20',
  attempt: '1, and one more for each retry of the run',
};

/** The steps whose results can be used, the nearest first. */
export function stepsBefore(document: WorkflowDocument, { step, sees }: Pick<Site, 'step' | 'sees'>): readonly StepDocument[] {
  const scopes = scopesOf(document);
  if (step === undefined) return scopes.filter(({ kind }) => kind === 'main' || kind === 'finally').flatMap(({ steps }) => steps);
  const upstream = new Upstream(scopes);
  const all = scopes.flatMap((scope) => scope.steps.map((one) => ({ one, scope })));
  return all
    .filter(({ one, scope }) => one.id !== undefined && (upstream.isBefore(one.id, step) || (sees === 'body' && scope.owner?.id === step)))
    .map(({ one }) => one)
    .reverse();
}

function stepNode(step: StepDocument, samples: Samples): NameNode {
  const id = step.id ?? '';
  const root = ['steps', id];
  return groupNode(
    root,
    () => [
      dataNode([...root, 'output'], { schema: outputSchemaOf(step, catalogue), value: samples.outputOf(id) }),
      dataNode([...root, 'status'], { help: 'succeeded, failed, skipped, …' }),
      dataNode([...root, 'error'], { help: 'What it failed with' }),
      dataNode([...root, 'attempts'], { help: 'How often it was tried' }),
      dataNode([...root, 'durationMs'], { help: 'How long it took' }),
    ],
    step.name,
  );
}

function triggerNode({ triggers = [] }: WorkflowDocument, samples: Samples): NameNode {
  const schemas = triggers.flatMap(({ type }) =>
    Object.hasOwn(triggerDefinitions, type) ? [triggerDefinitions[type as keyof typeof triggerDefinitions].data] : [],
  );
  const nodes = [...schemas.map((schema) => dataNode(['trigger'], { schema })), dataNode(['trigger'], { value: samples.trigger })];
  return groupNode(['trigger'], () => {
    const found = new Map<string, NameNode>();
    // What a sample has is told with its value.
    for (const child of nodes.flatMap((node) => node.children())) {
      const name = String(child.path[1]);
      const known = found.get(name);
      found.set(name, known === undefined || child.value !== undefined ? { ...known, ...child } : known);
    }
    return [...found.values()];
  });
}

function variableNodes({ variables = [] }: WorkflowDocument, steps: readonly StepDocument[], { inputs }: Samples): readonly NameNode[] {
  const declared = variables.map(({ name, default: preset, description }) =>
    dataNode(['vars', name], { value: Object.hasOwn(inputs, name) ? inputs[name] : (preset as Json | undefined), help: description }),
  );
  const set = steps.flatMap((step) => {
    const made = 'action' in step && step.action === 'set' ? step.with?.['variables'] : undefined;
    return isJsonObject(made) ? Object.keys(made) : [];
  });
  const names = new Set(variables.map(({ name }) => name));
  return [
    ...declared,
    ...[...new Set(set)].filter((name) => !names.has(name)).map((name) => dataNode(['vars', name], { help: 'Set by a step' })),
  ];
}

function environmentAround(step: StepDocument | undefined, scope: Scope | undefined): string[] {
  const names = Object.keys(step?.environment ?? {});
  for (let at = scope; at !== undefined; at = at.parent) names.push(...Object.keys(at.owner?.environment ?? {}));
  return names;
}
