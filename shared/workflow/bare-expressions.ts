import { isJsonObject } from '../lib/json.ts';
import { parseTemplate } from './expression/template.ts';
import { sitesOf } from './expression-sites.ts';
import { valueAt } from './json-path.ts';
import type { WorkflowDocument } from './schema.ts';
import { scopesOf } from './scopes.ts';

/**
 * Takes the braces off where somebody wrote `if: "{{ … }}"` although the key holds a bare expression: what is meant is clear,
 * and the braces would be read as JavaScript. Changes the document.
 */
export function unwrapBareExpressions(document: WorkflowDocument): void {
  for (const step of scopesOf(document).flatMap((scope) => scope.steps)) {
    for (const { path, text, isBare } of sitesOf(step)) {
      const holder = valueAt(step, path.slice(0, -1));
      const key = path.at(-1);
      if (!isBare || key === undefined || !isJsonObject(holder)) continue;
      const { parts, problem } = parseTemplate(text);
      const only = parts.length === 1 && problem === undefined ? parts[0] : undefined;
      if (typeof only === 'object') Object.assign(holder, { [key]: only.expression });
    }
  }
}
