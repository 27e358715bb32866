import { isSecretInput } from '../../secrets/secret-input.ts';
import type { Finding } from '../finding.ts';
import { didYouMean } from '../nearest.ts';
import type { VariableDocument } from '../schema.ts';
import { ROOT_NAMES } from '../step-ids.ts';
import type { CheckContext } from './check-context.ts';

/** Variables by themselves (names, defaults and choices that fit), and those that triggers set. */
export function checkVariables({ document }: CheckContext): Finding[] {
  const names = (document.variables ?? []).map(({ name }) => name);
  const set = (document.triggers ?? []).flatMap((trigger, index) =>
    Object.keys(trigger.with ?? {}).flatMap((name): Finding[] => {
      if (names.includes(name)) return [];
      const message = `The trigger sets \`${name}\`, but there is no such variable${didYouMean(name, names)}`;
      return [{ code: 'UNKNOWN_VARIABLE', message, path: ['triggers', index, 'with', name], side: 'key' }];
    }),
  );
  return [...set, ...checkDeclarations(document.variables ?? [])];
}

function checkDeclarations(variables: readonly VariableDocument[]): Finding[] {
  const seen = new Set<string>();
  return variables.flatMap((variable, index) => {
    const path = ['variables', index];
    const findings: Finding[] = [];
    if (seen.has(variable.name)) {
      findings.push({ code: 'DUPLICATE_VARIABLE', message: `The variable \`${variable.name}\` stands twice`, path: [...path, 'name'] });
    }
    seen.add(variable.name);
    if (ROOT_NAMES.has(variable.name)) {
      const message = `In expressions, \`${variable.name}\` is something else: this variable is reached only as \`vars.${variable.name}\``;
      findings.push({ code: 'RESERVED_NAME', message, severity: 'warning', path: [...path, 'name'] });
    }
    for (const [position, choice] of (variable.enum ?? []).entries()) {
      if (fitsType(choice, variable.type)) continue;
      const message = `A choice of \`${variable.name}\` must be of type ${variable.type}, not ${JSON.stringify(choice)}`;
      findings.push({ code: 'WRONG_TYPE', message, path: [...path, 'enum', position] });
    }
    return [...findings, ...checkDefault(variable).map((finding) => ({ ...finding, path: [...path, 'default'] }))];
  });
}

function checkDefault({ name, type, default: value, enum: choices }: VariableDocument): Pick<Finding, 'code' | 'message'>[] {
  if (value === undefined) return [];
  const written = JSON.stringify(value);
  if (!fitsType(value, type))
    return [{ code: 'WRONG_TYPE', message: `The default of \`${name}\` must be of type ${type}, not ${written}` }];
  if (choices === undefined || isOneOf(value, choices)) return [];
  return [
    {
      code: 'WRONG_VALUE',
      message: `The default of \`${name}\` is ${written}, which is none of its choices: ${choices.map(String).join(', ')}`,
    },
  ];
}

export function fitsType(value: unknown, type: VariableDocument['type']): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'path':
      return typeof value === 'string';
    case 'secret':
      return typeof value === 'string' || isSecretInput(value);
    default:
      return typeof value === type;
  }
}

/** By value, so that lists and maps can be choices too. */
export function isOneOf(value: unknown, choices: readonly unknown[]): boolean {
  const written = JSON.stringify(value);
  return choices.some((choice) => JSON.stringify(choice) === written);
}
