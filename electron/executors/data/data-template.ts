import type { dataTemplate } from '../../../shared/actions/data/data-template.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { JsonObject } from '../../../shared/lib/json.ts';
import type { ExecutorFor } from '../executor.ts';
import { asText } from './compare-values.ts';
import { readerOf } from './item-path.ts';

export const dataTemplateExecutor: ExecutorFor<typeof dataTemplate> = {
  plan: ({ each }) => (each === undefined ? 'Would fill in the template' : `Would fill in the template ${each.length} times`),
  run: async ({ template, values, each, separator }) => {
    const fill = compileTemplate(template);
    if (each === undefined) return { data: fill(values), count: 1 };
    const texts = each.map((item, index) => fill({ ...values, item, index }));
    return { data: texts.join(separator), count: texts.length };
  },
};

/** Parsed once and filled from the pieces, so that a value that looks like a placeholder stays what it is. */
function compileTemplate(template: string): (values: JsonObject) => string {
  const pieces = [...template.matchAll(/\$\$\{|\$\{([^}]*)\}|[^$]+|\$/g)].map(([text, path]) => {
    if (text === '$${') return () => '${';
    if (path === undefined) return () => text;
    const read = readerOf(path.trim());
    return (values: JsonObject) => {
      const value = read(values);
      if (value !== undefined) return asText(value);
      throw new ActionError('MISSING_VALUE', `The template asks for ${text}, which is not among the values`, {
        hint: `There is: ${Object.keys(values).join(', ') || 'nothing'}. Write $\${ for a plain \${.`,
      });
    };
  });
  return (values) => pieces.map((piece) => piece(values)).join('');
}
