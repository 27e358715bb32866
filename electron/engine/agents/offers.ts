import { parametersSchemaOf } from '../../../shared/actions/describe-actions.ts';
import { actionDefinitions } from '../../../shared/actions/registry.ts';
import type { Agent, Grant } from '../../../shared/agents/agent.ts';
import type { CallStep } from '../../../shared/agents/call-step.ts';
import { grantOf, isLeftIn, mayBeTool } from '../../../shared/agents/grants.ts';
import type { ModelTool } from '../../../shared/ai/model-call.ts';
import type { EscalateRule } from '../../../shared/escalation/escalate-rule.ts';
import { isJsonObject, type JsonObject } from '../../../shared/lib/json.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import type { LiveRun } from '../live-run.ts';
import { escalationBy } from './own-escalation.ts';

/** A tool as a model is offered it, and what a call of it is here. */
export interface Offer {
  readonly tool: ModelTool;
  readonly kind: CallStep['kind'];
  /** Of `delegate` each call says its own. */
  readonly target: string;
  /** Of `delegate`: the agents that may be handed work. */
  readonly agents?: ReadonlyMap<string, Grant>;
  readonly grant: Grant;
  /** Parameters that are left out of what a model gives, and those that it is given. */
  readonly hidden?: readonly string[];
  readonly fixed?: JsonObject;
}

export interface OfferRequest {
  readonly agent: Agent;
  /** What the step leaves of its tools; undefined: all. */
  readonly stepTools: readonly string[] | undefined;
  /** Agents at work already, from this one outwards: work is not handed back to them. */
  readonly chain: readonly string[];
  /** The rule for a call for help. */
  readonly escalation?: EscalateRule | undefined;
}

/** So deep may work be handed on. */
const MOST_AGENTS_DEEP = 4;
const MOST_WORKFLOWS = 40;

/** What an agent may use in its next round, by the names on the wire. What is denied is not offered. */
export function offersFor(live: Pick<LiveRun, 'parts'>, request: OfferRequest): ReadonlyMap<string, Offer> {
  const grant = (tool: string): Grant => (isLeftIn(request.stepTools, tool) ? grantOf(request.agent, tool) : 'deny');
  const offers = [
    ...actionOffers(live, request, grant),
    ...workflowOffers(live, grant),
    ...personOffers(grant),
    ...delegateOffers(live, request, grant),
  ];
  return new Map(offers.map((offer) => [offer.tool.name, offer]));
}

/** `file.read` → `file_read`: what all providers take. */
export function wireName(tool: string): string {
  if (tool === 'inbox.escalate') return 'escalate';
  return tool.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 64);
}

function actionOffers({ parts }: Pick<LiveRun, 'parts'>, { agent, escalation }: OfferRequest, grant: (tool: string) => Grant): Offer[] {
  const named = agent.tools.map(({ tool }) => tool);
  const types = new Set([...Object.keys(actionDefinitions), ...named]);
  return [...types].flatMap((type): Offer[] => {
    const definition = mayBeTool(type) ? parts.findAction(type) : undefined;
    const given = definition === undefined ? 'deny' : grant(type);
    if (definition === undefined || given === 'deny') return [];
    const { summary, parameters } = definition;
    const isOwnMemory = type.startsWith('memory.');
    const hidden = isOwnMemory ? ['agent'] : (notForModels[type] ?? []);
    const schema = withoutFields(parametersSchemaOf(parameters), hidden);
    const tool = { name: wireName(type), description: summary, parameters: schema };
    const isEscalation = type === 'inbox.escalate' && escalation !== undefined;
    const fixed = isOwnMemory ? { agent: agent.name } : isEscalation ? escalationBy(escalation) : {};
    return [{ tool, kind: 'action', target: type, grant: given, hidden, fixed }];
  });
}

/** Whether a step may be repeated after a crash, and whose memory it uses, is not for a model to say. */
const notForModels: Readonly<Record<string, readonly string[]>> = {
  'inbox.escalate': ['wait', 'to', 'timeout', 'onTimeout'],
  'shell.run': ['pure', 'idempotent', 'bindings'],
  'http.request': ['idempotencyKey'],
};

function withoutFields(schema: JsonObject, hidden: readonly string[]): JsonObject {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return schema;
  const shown = Object.fromEntries(Object.entries(properties).filter(([name]) => !hidden.includes(name)));
  return {
    ...schema,
    properties: shown,
    ...(Array.isArray(required) ? { required: required.filter((name) => !hidden.includes(String(name))) } : {}),
  };
}

function workflowOffers({ parts }: Pick<LiveRun, 'parts'>, grant: (tool: string) => Grant): Offer[] {
  const { workflows } = parts.store;
  const granted = workflows.list().flatMap((workflow) => {
    const given = grant(`workflow:${workflow.name}`);
    return given === 'deny' ? [] : [{ workflow, given }];
  });
  return granted.slice(0, MOST_WORKFLOWS).flatMap(({ workflow, given }): Offer[] => {
    const document = workflows.version(workflow.versionKey)?.document;
    if (document === undefined) return [];
    const description = `Runs the workflow ${workflow.name} and gives its outputs. ${document.description ?? ''}`.trim();
    const tool = { name: wireName(`workflow_${workflow.name}`), description, parameters: inputsSchema(document) };
    return [{ tool, kind: 'workflow', target: workflow.name, grant: given }];
  });
}

/** Secrets are for people to give. */
function inputsSchema({ variables = [] }: WorkflowDocument): JsonObject {
  const inputs = variables.filter(({ type }) => type !== 'secret');
  return {
    type: 'object',
    properties: Object.fromEntries(
      inputs.map(({ name, type, description, enum: choices }) => [
        name,
        {
          type: type === 'path' ? 'string' : type,
          ...(type === 'array' ? { items: {} } : {}),
          ...(description === undefined ? {} : { description }),
          ...(choices === undefined ? {} : { enum: choices as JsonObject[] }),
        } as JsonObject,
      ]),
    ),
    required: inputs.filter(({ required, default: value }) => required === true && value === undefined).map(({ name }) => name),
    additionalProperties: false,
  };
}

function personOffers(grant: (tool: string) => Grant): Offer[] {
  if (grant('ask') === 'deny') return [];
  const parameters = objectOf({ question: { type: 'string', description: 'Everything that the person needs to know, in plain words' } });
  const description = 'Asks a person a question and waits for the answer. Use it only for what you cannot find out yourself.';
  return [{ tool: { name: 'ask_person', description, parameters }, kind: 'approve', target: 'ask', grant: 'allow' }];
}

function delegateOffers({ parts }: Pick<LiveRun, 'parts'>, { chain }: OfferRequest, grant: (tool: string) => Grant): Offer[] {
  if (chain.length >= MOST_AGENTS_DEEP) return [];
  const others = parts.store.agents.list().filter(({ agent }) => !chain.includes(agent.name));
  const granted = others.flatMap(({ agent }) => {
    const given = grant(`delegate:${agent.name}`);
    return given === 'deny' ? [] : [{ agent, given }];
  });
  if (granted.length === 0) return [];
  const list = granted.map(({ agent }) => (agent.description === '' ? agent.name : `${agent.name} (${agent.description})`)).join('; ');
  const parameters = objectOf({
    agent: { type: 'string', enum: granted.map(({ agent }) => agent.name), description: 'Who is to do it' },
    task: { type: 'string', description: 'All that the other agent needs to know: it sees nothing else of your work' },
  });
  const tool = { name: 'delegate', description: `Gives a task to another agent and waits for its result. There are: ${list}`, parameters };
  return [{ tool, kind: 'agent', target: '', grant: 'allow', agents: new Map(granted.map(({ agent, given }) => [agent.name, given])) }];
}

function objectOf(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
