import { parse } from 'csv-parse/sync';
import type { Json } from '../../../shared/lib/json.ts';
import { parseFailed } from './parse-failed.ts';

/** Rows as objects by the first line's names, or as lists. Every value is text. Throws `PARSE_ERROR`. */
export function parseCsv(text: string, { header, delimiter }: { header: boolean; delimiter: string }): readonly Json[] {
  const rows = readRows(text, delimiter);
  if (!header) return rows;
  const [names = [], ...records] = rows;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw parseFailed('CSV', `two columns are called "${twice}"`, 'Set header: false to get the rows as lists.');
  }
  // Built here and not by the library, which would assign to a column called __proto__.
  return records.map((record) => Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])));
}

function readRows(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, skip_empty_lines: true });
  } catch (cause) {
    throw parseFailed('CSV', cause, 'Check the delimiter and the quotes; every row needs as many values as the first.');
  }
}
