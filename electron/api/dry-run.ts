import type { RunView, StepView } from '../../shared/contract/run-view.ts';
import { isJsonObject, type Json, type JsonObject } from '../../shared/lib/json.ts';
import { referencedSecret } from '../../shared/secrets/name.ts';
import { MASK } from '../../shared/secrets/secret-input.ts';
import { compilePlan, type ListPlan, type Plan, type StepPlan } from '../../shared/workflow/plan.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { Admission } from '../queue/admit.ts';
import { fillKnown } from './fill-known.ts';
import { iso } from './views.ts';

/**
 * What a run would do, step by step, without doing any of it and without a trace in the store. What is known before a run (inputs, trigger
 * data) is filled in; what only steps can tell stays a placeholder.
 */
export async function planDryRun(parts: EngineParts, admission: Admission): Promise<RunView> {
  const { version, workflow } = admission;
  const { document } = version;
  const inputs = hideSecrets(document, admission.inputs);
  const plan = compilePlan(document, admission.until === undefined ? {} : { until: admission.until });
  const scope = { ...inputs, vars: inputs, trigger: admission.triggerData };
  const steps: StepView[] = [];
  for (const { step, path } of walk(plan))
    steps.push(viewOf(step, path, (await describe(parts, admission, step, scope)) + conditionsOf(step)));
  const now = iso(parts.clock.now());
  return {
    runId: `dry-${parts.newId()}`,
    workflow: document.name,
    workflowId: workflow.id,
    version: document.version,
    state: 'completed',
    reason: 'a dry run: nothing was done',
    dryRun: true,
    createdAt: now,
    startedAt: now,
    endedAt: now,
    durationMs: 0,
    triggeredBy: admission.triggeredBy,
    error: null,
    inputs,
    outputs: null,
    steps,
  };
}

/** A plan is shown, and so are the inputs that it names. */
function hideSecrets({ variables = [] }: WorkflowDocument, inputs: JsonObject): JsonObject {
  const secret = new Set(variables.flatMap(({ name, type }) => (type === 'secret' ? [name] : [])));
  const hide = (value: Json): Json => (typeof value === 'string' && referencedSecret(value) !== undefined ? value : MASK);
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, secret.has(name) ? hide(value) : value]));
}

function walk(plan: Plan): { step: StepPlan; path: string }[] {
  const found: { step: StepPlan; path: string }[] = [];
  const visit = (list: ListPlan, prefix: string): void => {
    for (const step of list.steps) {
      const path = prefix + step.id;
      found.push({ step, path });
      if (step.body !== undefined) visit(step.body, `${path}[]/`);
      for (const [name, branch] of step.branches) visit(branch, `${path}/${name}/`);
    }
  };
  visit(plan.main, '');
  if (plan.finally !== undefined) visit(plan.finally, '');
  return found;
}

async function describe(
  parts: EngineParts,
  admission: Admission,
  plan: StepPlan,
  scope: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { step } = plan;
  if ('action' in step) return describeAction(parts, admission, step.action, step.with ?? {}, scope);
  if ('if' in step) return `Would decide by ${step.if}`;
  if ('switch' in step) return `Would choose by ${step.switch}: ${step.cases.join(', ')} or default`;
  if ('forEach' in step)
    return `Would repeat its steps for each item of ${typeof step.forEach === 'string' ? step.forEach : `${step.forEach.length} items`}`;
  if ('while' in step) return `Would repeat its steps while ${step.while}`;
  if ('times' in step) return `Would repeat its steps ${step.times} times`;
  if ('parallel' in step) return `Would run ${plan.branches.size} branches at once: ${[...plan.branches.keys()].join(', ')}`;
  if ('delay' in step) return `Would wait for ${step.delay}`;
  if ('until' in step) return `Would wait until ${step.until}`;
  if ('workflow' in step) return `Would run the workflow ${step.workflow}`;
  if ('approve' in step) return describeApproval(parts, step.approve, scope);
  if ('waitFor' in step) return `Would wait for the event ${step.waitFor.event}`;
  const prompt = await fillKnown(parts.render, step.prompt, scope);
  return `Would give the agent ${step.agent} a task: ${firstLineOf(typeof prompt === 'string' ? prompt : step.prompt)}`;
}

async function describeAction(
  parts: EngineParts,
  admission: Admission,
  action: string,
  values: Readonly<Record<string, unknown>>,
  scope: Readonly<Record<string, unknown>>,
): Promise<string> {
  const definition = parts.findAction(action);
  if (definition === undefined) return `Would stop here: this version cannot run ${action}`;
  const executor = await parts.loadExecutor(action);
  const known = await fillKnown(parts.render, values, scope);
  const parsed = definition.parameters.safeParse(known);
  // Where a number or a list is still a placeholder, the parameters are shown as they are written.
  if (!parsed.success) return `Would ${definition.title.toLowerCase()}: ${listValues(known)}`;
  const { workingDirectory } = admission;
  return executor.plan(parsed.data, { workingDirectory, roots: [workingDirectory], platform: parts.platform });
}

async function describeApproval(
  parts: EngineParts,
  { from = 'a person', message }: { readonly from?: string | undefined; readonly message: string },
  scope: Readonly<Record<string, unknown>>,
): Promise<string> {
  const known = await fillKnown(parts.render, { from, message }, scope);
  const [person, question] = isJsonObject(known) ? [String(known['from']), String(known['message']).trim()] : [from, message];
  return `Would ask ${person}: ${firstLineOf(question)}`;
}

function firstLineOf(text: string): string {
  const whole = text.trim();
  const [first = ''] = whole.split('\n');
  return first === whole ? first : `${first} …`;
}

function listValues(values: Json): string {
  return Object.entries(isJsonObject(values) ? values : {})
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** On what it depends whether the step is run at all. */
function conditionsOf({ step, edges }: StepPlan): string {
  const ways = edges.map(({ from, on }) => {
    if (on.type === 'branch') return `${from} gives ${on.value}`;
    if (on.type === 'failure') return `${from} fails`;
    return on.type === 'expression' ? on.expression : '';
  });
  const conditions = [
    ...(ways.length > 0 && ways.every((way) => way !== '') ? [ways.join(' or ')] : []),
    ...(step.when === undefined ? [] : [String(step.when)]),
  ];
  return conditions.length === 0 ? '' : ` (only if ${conditions.join(', and ')})`;
}

function viewOf(step: StepPlan, path: string, reason: string): StepView {
  return {
    id: step.id,
    path,
    name: step.name,
    kind: step.kind,
    action: 'action' in step.step ? step.step.action : null,
    state: 'pending',
    attempts: 0,
    startedAt: null,
    durationMs: null,
    error: null,
    reason,
    output: null,
  };
}
