import type { StepDocument } from '../../shared/workflow/schema.ts';
import { scopesOf } from '../../shared/workflow/scopes.ts';
import { loadDocument } from './load-file.ts';

/** What a person should see before saying yes to a workflow: when it starts, what it uses, the commands it runs. Throws WorkflowInvalid. */
export async function describeWorkflow(text: string, source: string): Promise<string> {
  const document = await loadDocument(text, source);
  const steps = scopesOf(document).flatMap((scope) => scope.steps);
  const actions = [...new Set(steps.flatMap((step) => ('action' in step ? [step.action] : [])))];
  const triggers = (document.triggers ?? []).map(({ type, config }) => `${type} ${JSON.stringify(config ?? {})}`);
  const lines = [
    `${document.name} ${document.version}${document.description === undefined ? '' : `: ${document.description}`}`,
    ...triggers.map((trigger) => `  starts on  ${trigger}`),
    `  uses       ${actions.join(', ') || 'no actions'}`,
    ...steps.flatMap(commandsOf).map((command) => `  runs       ${command}`),
    ...(document.settings?.roots ?? []).map((root) => `  may touch  ${root}`),
  ];
  return lines.join('\n');
}

function commandsOf(step: StepDocument): readonly string[] {
  if (!('action' in step) || step.action !== 'shell.run') return [];
  const { command, program, args } = step.with ?? {};
  if (command !== undefined) return [String(command)];
  return [[program, ...(Array.isArray(args) ? args : [])].map(String).join(' ')];
}
