import { parsePath } from '../workflow/expression/path.ts';
import { findReferences } from '../workflow/expression/references.ts';
import { parseTemplate } from '../workflow/expression/template.ts';
import { type ExpressionSite, sitesOf, textsIn } from '../workflow/expression-sites.ts';
import type { Finding } from '../workflow/finding.ts';
import { didYouMean } from '../workflow/nearest.ts';
import type { WorkflowDocument } from '../workflow/schema.ts';
import { scopesOf } from '../workflow/scopes.ts';

/** Secrets that the steps of a workflow name and that are not kept; those with a default (`?? 'text'`) may be missing. */
export function findMissingSecrets(document: WorkflowDocument, kept: () => readonly string[]): Finding[] {
  const named = scopesOf(document).flatMap(({ steps, path }) =>
    steps.flatMap((step, index) => sitesOf(step).flatMap((site) => namedAt(site, [...path, index, ...site.path], step.id))),
  );
  const shared = textsIn(document.settings?.environment, ['settings', 'environment']).flatMap((site) => namedAt(site, site.path));
  const all = [...named, ...shared];
  if (all.length === 0) return [];
  const known = kept();
  return all
    .filter(({ name }) => !known.includes(name))
    .map(({ name, ...place }) => ({ ...place, code: 'SECRET_MISSING', severity: 'warning', message: missingText(name, known) }));
}

export function missingText(name: string, kept: readonly string[]): string {
  return `There is no secret \`${name}\` (set it with pawl secrets set ${name})${didYouMean(name, kept)}`;
}

type Named = Pick<Finding, 'path' | 'offset' | 'stepId'> & { readonly name: string };

function namedAt({ text, isBare }: ExpressionSite, path: Finding['path'], stepId?: string): Named[] {
  if (!text.includes('secrets')) return [];
  const expressions = isBare ? [{ expression: text, offset: 0 }] : parseTemplate(text).parts.filter((part) => typeof part !== 'string');
  return expressions.flatMap(({ expression, offset }) => {
    if (parsePath(expression)?.fallback !== undefined) return [];
    return findReferences(expression).flatMap(({ path: [root, name], offset: at }): Named[] =>
      root === 'secrets' && typeof name === 'string'
        ? [{ name, path, offset: offset + at, ...(stepId === undefined ? {} : { stepId }) }]
        : [],
    );
  });
}
