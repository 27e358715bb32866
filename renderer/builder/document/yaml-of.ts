import { isScript } from '../../../shared/workflow/script/is-script.ts';
import { serializeWorkflow } from '../../../shared/workflow/serialize.ts';
import type { BuilderDocument } from './builder-document.ts';

/** The document as YAML or JSON, for what takes steps out of its text. */
export function yamlOf({ text, document }: Pick<BuilderDocument, 'text' | 'document'>): string {
  return isScript(text) && document !== undefined ? serializeWorkflow(document, 'yaml') : text;
}
