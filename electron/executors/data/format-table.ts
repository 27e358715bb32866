import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import { asText } from './compare-values.ts';

/** Rows of texts, each as long as the names. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Objects give their keys as columns, in the order met; lists give numbered columns unless `columns` names them.
 * Missing values and null become empty. Throws ActionError `WRONG_TYPE`.
 */
export function toTable(input: Json, columns: readonly string[] | undefined): Table {
  if (!Array.isArray(input)) throw notRows();
  if (input.length > 0 && input.every(Array.isArray)) return tableOfLists(input, columns);
  if (!input.every(isJsonObject)) throw notRows();
  const names = columns ?? [...new Set(input.flatMap((row) => Object.keys(row)))];
  return { names, rows: input.map((row) => names.map((name) => (Object.hasOwn(row, name) ? toCell(row[name]) : ''))) };
}

/** Columns padded to their widest value, two spaces between them. */
export function writeTextTable({ names, rows }: Table, header: boolean): string {
  const lines = header ? [names, ...rows] : rows;
  // Line breaks would tear the columns apart.
  const cells = lines.map((line) => line.map((cell) => cell.replaceAll(/\s+/g, ' ')));
  const widths = names.map((_name, column) => cells.reduce((widest, line) => Math.max(widest, line[column]?.length ?? 0), 0));
  const written = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return written.map((line) => `${line}\n`).join('');
}

/** A table of GitHub's Markdown. */
export function writeMarkdownTable({ names, rows }: Table): string {
  const escapeCell = (cell: string): string =>
    cell
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replaceAll(/\r\n|\n|\r/g, '<br>');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [names.map(escapeCell), names.map(() => '---'), ...rows.map((row) => row.map(escapeCell))].map(line).join('');
}

function tableOfLists(input: readonly (readonly Json[])[], columns: readonly string[] | undefined): Table {
  const width = columns?.length ?? input.reduce((widest, row) => Math.max(widest, row.length), 0);
  const names = columns ?? Array.from({ length: width }, (_, index) => String(index + 1));
  return { names, rows: input.map((row) => names.map((_name, index) => toCell(row[index]))) };
}

function toCell(value: Json | undefined): string {
  return value === undefined || value === null ? '' : asText(value);
}

function notRows(): ActionError {
  return new ActionError('WRONG_TYPE', 'Only a list of objects, or a list of lists, can be written as rows', {
    hint: 'Put a single object into a list, or make rows with data.map first.',
  });
}
