import { tokenize } from './expression/lexer.ts';
import { parseTemplate } from './expression/template.ts';
import { sitesOf } from './expression-sites.ts';
import type { VariableDocument, WorkflowDocument } from './schema.ts';
import { scopesOf } from './scopes.ts';

const COMPARES = new Set(['<', '>', '-', '*', '/', '%']);

/** What an input that nobody has declared most likely is, by how it is used: a list where a loop goes over it, a number where one is held against it. */
export function guessInputType(name: string, document: Pick<WorkflowDocument, 'steps' | 'finally'>): VariableDocument['type'] {
  const steps = scopesOf(document).flatMap((scope) => scope.steps);
  if (steps.some((step) => 'forEach' in step && step.forEach === name)) return 'array';
  const expressions = steps
    .flatMap(sitesOf)
    .flatMap(({ text, isBare }) =>
      isBare ? [text] : parseTemplate(text).parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression])),
    );
  return expressions.some((expression) => isHeldAgainstNumber(name, expression)) ? 'number' : 'string';
}

function isHeldAgainstNumber(name: string, expression: string): boolean {
  const tokens = [...tokenize(expression)];
  return tokens.some(({ kind, text }, index) => {
    if (kind !== 'name' || text !== name || tokens[index - 1]?.text === '.') return false;
    // An operator of several characters is several tokens.
    let right = index + 1;
    let operator = '';
    while (/^[<>=!*/%-]$/.test(tokens[right]?.text ?? '')) operator += tokens[right++]?.text;
    let left = index - 1;
    let before = '';
    while (/^[<>=!*/%-]$/.test(tokens[left]?.text ?? '')) before = `${tokens[left--]?.text}${before}`;
    const isNumber = (at: number, sign: string): boolean =>
      tokens[at]?.kind === 'number' && ([...sign].some((char) => COMPARES.has(char)) || /^[=!]==?$/.test(sign));
    return isNumber(right, operator) || isNumber(left, before);
  });
}
