import type { ActionDefinition } from '../../../shared/actions/action.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import { bindCommand, type CommandShell } from '../../../shared/workflow/command-template.ts';
import type { EngineParts } from '../live-run.ts';
import type { Scope } from '../run-scope.ts';

/**
 * Renders a step's `with`. Placeholders in a shell command never become text: each turns into a reference to a variable, whose value is
 * rendered here and travels in `bindings`. Throws ActionError for what is missing or malformed.
 */
export async function renderParameters(
  parts: EngineParts,
  definition: ActionDefinition,
  values: Readonly<Record<string, unknown>>,
  scope: Scope,
): Promise<Record<string, Json>> {
  if (definition.commandParameters === undefined) return asRecord(await parts.render(values, scope));
  const commands = definition.commandParameters.filter((name) => typeof values[name] === 'string');
  if (typeof values['environment'] === 'string') {
    // Data would choose the names, and with NODE_OPTIONS or LD_PRELOAD what is run.
    throw new ActionError(
      'UNSAFE_PLACEHOLDER',
      'The environment of this step is one placeholder, so that data would choose its variables',
      {
        hint: 'Write the names in the workflow, and placeholders only as their values.',
      },
    );
  }
  if (commands.length === 0) return asRecord(await parts.render(values, scope));
  const plain = Object.fromEntries(Object.entries(values).filter(([name]) => !commands.includes(name)));
  const rendered = asRecord(await parts.render(plain, scope));
  const bindings: Record<string, string> = {};
  for (const name of commands) {
    const bound = bindCommand(String(values[name]), shellOf(rendered['shell']));
    const [problem] = bound.problems;
    if (problem !== undefined) {
      throw new ActionError('UNSAFE_PLACEHOLDER', `The ${name} of this step cannot be run safely: ${problem.message}`, {
        hint: 'Give the program and its arguments apart: program: …, args: […]',
      });
    }
    for (const binding of bound.bindings) bindings[binding.name] = asText(await parts.render(`{{${binding.expression}}}`, scope));
    rendered[name] = bound.command;
  }
  if (Object.keys(bindings).length > 0) rendered['bindings'] = bindings;
  return rendered;
}

/** Checks rendered values against the action's schema and fills in its defaults. Throws ActionError `INVALID_PARAMETERS`. */
export function parseParameters(definition: ActionDefinition, rendered: Readonly<Record<string, Json>>): unknown {
  const parsed = definition.parameters.safeParse(rendered);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'with'}: ${issue.message}`);
  throw new ActionError('INVALID_PARAMETERS', `${definition.type} was given what it cannot use: ${problems.join('; ')}`, {
    hint: `See what it takes: pawl schema ${definition.type}`,
  });
}

function shellOf(value: Json | undefined): CommandShell {
  return value === 'bash' || value === 'zsh' || value === 'pwsh' || value === 'cmd' ? value : 'sh';
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function asRecord(value: Json): Record<string, Json> {
  return isJsonObject(value) ? { ...value } : {};
}
