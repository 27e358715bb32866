import type { z } from 'zod';
import { isJsonObject } from '../../lib/json.ts';
import { parseTemplate } from '../expression/template.ts';
import { textsIn } from '../expression-sites.ts';
import type { Finding } from '../finding.ts';
import type { JsonPath } from '../json-path.ts';
import { didYouMean } from '../nearest.ts';
import { findingsOf } from '../schema-issues.ts';
import { keysAt } from '../schema-keys.ts';
import type { CheckContext, PlacedStep } from './check-context.ts';

/** Action and trigger types, and what is given to them. */
export function checkTypes(context: CheckContext): Finding[] {
  return [...context.steps.flatMap((placed) => checkAction(placed, context)), ...checkTriggers(context)];
}

function checkAction({ id, step, path }: PlacedStep, { catalogue }: CheckContext): Finding[] {
  if (!('action' in step)) return [];
  const place = { stepId: id, path: [...path, 'action'] };
  const definition = Object.hasOwn(catalogue.actions, step.action) ? catalogue.actions[step.action] : undefined;
  if (definition === undefined) return [{ ...missingType('action', step.action, catalogue.actions, catalogue.laterActions), ...place }];
  const values = step.with ?? {};
  const withPath = [...path, 'with'];
  const commands = (definition.commandParameters ?? []).flatMap((name) => {
    const command = values[name];
    if (typeof command !== 'string' || parseTemplate(command).problem !== undefined) return [];
    const { shell } = values;
    const problems = catalogue.checkCommand?.(command, typeof shell === 'string' ? shell : undefined) ?? [];
    return problems.map(({ message, offset }) => ({ code: 'UNSAFE_COMMAND', message, stepId: id, path: [...withPath, name], offset }));
  });
  return [...checkValues(definition.parameters, values, withPath, id), ...commands];
}

function checkTriggers({ document, catalogue }: CheckContext): Finding[] {
  return (document.triggers ?? []).flatMap(({ type, config }, index) => {
    const path = ['triggers', index];
    const definition = Object.hasOwn(catalogue.triggers, type) ? catalogue.triggers[type] : undefined;
    if (definition !== undefined) return checkValues(definition.config, config ?? {}, [...path, 'config']);
    return [{ ...missingType('trigger', type, catalogue.triggers, catalogue.laterTriggers), path: [...path, 'type'] }];
  });
}

/** A type of a later release is no mistake of the author's: the rest of the document can be worked on, and run where it does not matter. */
function missingType(
  what: 'action' | 'trigger',
  type: string,
  known: Readonly<Record<string, unknown>>,
  later: ReadonlyMap<string, string> | undefined,
): Pick<Finding, 'code' | 'message' | 'severity'> {
  const summary = later?.get(type);
  if (summary !== undefined) {
    const message = `This version of Pawl cannot run the ${what} \`${type}\` yet (${summary})`;
    return { code: `${what.toUpperCase()}_UNAVAILABLE`, message, severity: 'warning' };
  }
  const message = `There is no ${what} \`${type}\`${didYouMean(type, [...Object.keys(known), ...(later?.keys() ?? [])])}`;
  return { code: `UNKNOWN_${what.toUpperCase()}`, message };
}

function checkValues(schema: z.ZodType, value: unknown, path: JsonPath, stepId?: string): Finding[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return findingsOf(result.error.issues, {
    value,
    path,
    ...(stepId === undefined ? {} : { stepId }),
    keysAt: (inside) => keysAt(schema, inside),
    isOpaque: hasPlaceholder,
  });
}

/** What a placeholder will give is not known before the run. */
function hasPlaceholder(value: unknown): boolean {
  if (typeof value !== 'string' && !Array.isArray(value) && !isJsonObject(value)) return false;
  return textsIn(value, []).some(({ text }) => {
    const { parts, problem } = parseTemplate(text);
    return problem !== undefined || parts.some((part) => typeof part !== 'string');
  });
}
