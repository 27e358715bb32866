import type { JsonObject } from '../../../../shared/lib/json.ts';

/** What the schema does not say. */
export interface FieldLooks {
  readonly lines?: 'many';
  readonly path?: 'file' | 'folder';
  /** JavaScript or shell: drawn in letters of one width. */
  readonly isCode?: boolean;
  /** The text itself is an expression, over names of its own. */
  readonly names?: readonly string[];
}

const manyLines = new Set([
  'content',
  'body',
  'message',
  'prompt',
  'template',
  'script',
  'command',
  'stdin',
  'text',
  'input',
  'notes',
  'description',
  'system',
]);
const files = new Set(['path', 'source', 'file', 'icon', 'saveTo']);
const folders = new Set(['destination', 'repo', 'cwd', 'workingDirectory', 'folder']);
const code = new Set(['command', 'script', 'content', 'stdin', 'template', 'pattern']);

/** How a field looks, by its name, which the schemas use alike. */
export function looksOf(name: string, schema: JsonObject): FieldLooks {
  const help = typeof schema['description'] === 'string' ? schema['description'] : '';
  const isExpression = name === 'expression' || /^JavaScript\b/.test(help);
  return {
    ...(manyLines.has(name) || isExpression ? { lines: 'many' } : {}),
    ...(files.has(name) ? { path: 'file' } : {}),
    ...(folders.has(name) ? { path: 'folder' } : {}),
    ...(code.has(name) || isExpression ? { isCode: true } : {}),
    ...(isExpression ? { names: [...help.matchAll(/`(\w+)`/g)].map(([, one]) => one ?? '') } : {}),
  };
}
