import { findReferences } from '../expression/references.ts';
import { parseTemplate } from '../expression/template.ts';
import { sitesOf } from '../expression-sites.ts';
import type { StepDocument } from '../schema.ts';
import type { Lowering, Raw } from './lowering.ts';

/**
 * The names that a script gives to what the document knows otherwise: the variable of a FOR EACH is `item`, and the answer of `x = LLM …`
 * is the text in the output of the step `x`. Changes the steps.
 */
export interface LocalNames {
  /** By the loop, the name of its variable. */
  readonly variables: ReadonlyMap<Raw, string>;
  /** By the id of an assigned step, the field that holds its answer. */
  readonly answers: ReadonlyMap<string, string>;
}

export function resolveLocalNames(steps: readonly Raw[], names: LocalNames, lowering: Lowering): void {
  visit(steps, [], names, lowering);
}

function visit(steps: readonly Raw[], loops: readonly (string | undefined)[], names: LocalNames, lowering: Lowering): void {
  for (const [index, step] of steps.entries()) {
    rewrite(step, steps, index, loops, names, lowering);
    const { steps: body, parallel } = step as { steps?: Raw[]; parallel?: Record<string, Raw[]> };
    if (Array.isArray(body)) visit(body, [...loops, names.variables.get(step)], names, lowering);
    if (parallel !== undefined) for (const branch of Object.values(parallel)) visit(branch, loops, names, lowering);
  }
}

function rewrite(
  step: Raw,
  list: readonly Raw[],
  index: number,
  loops: readonly (string | undefined)[],
  { answers, variables }: LocalNames,
  lowering: Lowering,
): void {
  const own = variables.get(step);
  for (const { path, text, isBare, sees } of sitesOf(step as unknown as StepDocument)) {
    const around = sees === 'body' ? [...loops, own] : loops;
    const replace = (name: string, rest: number, isExact: boolean): string | undefined => {
      const depth = around.lastIndexOf(name);
      if (depth >= 0 && depth === around.length - 1) return 'item';
      if (depth >= 0) {
        const message = `\`${name}\` belongs to the loop around this one: hand it on with SET, or run the inner loop in a step of its own`;
        lowering.fault('OUTER_LOOP_VARIABLE', message, lowering.places.find(list, [index, ...path]).span ?? { from: 0 });
        return undefined;
      }
      const answer = answers.get(name);
      return answer !== undefined && rest === 0 && isExact ? `${name}.${answer}` : undefined;
    };
    const changed = renameIn(text, isBare, replace);
    if (changed !== text) write(step, path, changed);
  }
}

type Replace = (name: string, more: number, isExact: boolean) => string | undefined;

function renameIn(text: string, isBare: boolean, replace: Replace): string {
  if (isBare) return renameInExpression(text, replace);
  const { parts, problem } = parseTemplate(text);
  if (problem !== undefined) return text;
  let made = '';
  let end = 0;
  for (const part of parts) {
    if (typeof part === 'string') continue;
    made += text.slice(end, part.offset) + renameInExpression(part.expression, replace);
    end = part.offset + part.expression.length;
  }
  return made + text.slice(end);
}

function renameInExpression(expression: string, replace: Replace): string {
  let made = '';
  let end = 0;
  for (const { path, offset, exact } of findReferences(expression)) {
    const [root, ...rest] = path;
    const to = typeof root === 'string' ? replace(root, rest.length, exact) : undefined;
    if (to === undefined || typeof root !== 'string') continue;
    made += expression.slice(end, offset) + to;
    end = offset + root.length;
  }
  return made + expression.slice(end);
}

function write(step: Raw, path: readonly (string | number)[], text: string): void {
  let holder: Record<string | number, unknown> = step;
  for (const segment of path.slice(0, -1)) holder = holder[segment] as Record<string | number, unknown>;
  const last = path.at(-1);
  if (last !== undefined) holder[last] = text;
}
