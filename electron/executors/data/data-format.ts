import type { z } from 'zod';
import type { dataFormat } from '../../../shared/actions/data/data-format.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';
import { asText } from './compare-values.ts';
import { toTable, writeMarkdownTable, writeTextTable } from './format-table.ts';

type Parameters = z.output<typeof dataFormat.parameters>;

export const dataFormatExecutor: ExecutorFor<typeof dataFormat> = {
  plan: ({ format }) => `Would write the data as ${format}`,
  run: async (parameters) => ({ data: await format(parameters) }),
};

/** Each library is loaded by who needs it, as in `data-parse.ts`. */
async function format({ input, format, indent, columns, header, delimiter }: Parameters): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify(input, null, indent);
    case 'yaml':
      // Without anchors: equal values would come out as references that few other readers understand.
      return (await import('yaml')).stringify(input, { indent: Math.max(indent, 1), aliasDuplicateObjects: false });
    case 'csv':
      return (await import('./format-csv.ts')).writeCsv(toTable(input, columns), { header, delimiter });
    case 'xml':
      return (await import('./format-xml.ts')).writeXml(input, indent);
    case 'lines':
      if (Array.isArray(input)) return input.map((line) => `${asText(line)}\n`).join('');
      throw new ActionError('WRONG_TYPE', 'Only a list can be written as lines', { hint: 'Use the format json for other values.' });
    case 'table':
      return writeTextTable(toTable(input, columns), header);
    case 'markdown':
      return writeMarkdownTable(toTable(input, columns));
  }
}
