import { z } from 'zod';
import { parsePath } from '../workflow/expression/path.ts';
import { parseTemplate } from '../workflow/expression/template.ts';

/** As it stands in `{{ secrets.NAME }}`. */
export const secretNameSchema = z
  .string()
  .max(64, 'is longer than 64 characters')
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'starts with a letter or _, and holds letters, digits, _ and - only');

/** The text that stands for a secret wherever it is shown or stored. */
export function secretReference(name: string): string {
  return `{{ secrets.${name} }}`;
}

/** The name in a text that is exactly one `{{ secrets.NAME }}`, else undefined. */
export function referencedSecret(text: string): string | undefined {
  if (!text.includes('secrets')) return undefined;
  const { parts, problem } = parseTemplate(text);
  const [only] = parts;
  if (problem !== undefined || parts.length !== 1 || typeof only !== 'object') return undefined;
  const path = parsePath(only.expression);
  const [root, name, ...rest] = path?.segments ?? [];
  return root === 'secrets' && typeof name === 'string' && rest.length === 0 && path?.fallback === undefined ? name : undefined;
}
