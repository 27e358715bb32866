import { stringify } from 'csv-stringify/sync';
import type { Table } from './format-table.ts';

/** As RFC 4180 has it, but with plain line feeds. */
export function writeCsv({ names, rows }: Table, { header, delimiter }: { header: boolean; delimiter: string }): string {
  // In a single column, an empty value without quotes would be an empty line, which readers skip.
  return stringify([...(header ? [names] : []), ...rows], { delimiter, quoted_empty: names.length === 1 });
}
