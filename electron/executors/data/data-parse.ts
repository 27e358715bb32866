import type { z } from 'zod';
import type { dataParse } from '../../../shared/actions/data/data-parse.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { parseJson } from './parse-json.ts';

type Parameters = z.output<typeof dataParse.parameters>;

export const dataParseExecutor: ExecutorFor<typeof dataParse> = {
  plan: ({ input, format }) => `Would read ${input.length} characters as ${format}`,
  run: async (parameters, context) => {
    // A byte order mark is no part of the text, and some readers trip over it.
    const input = parameters.input.replace(/^\uFEFF/, '');
    const data = await parse({ ...parameters, input }, context);
    return { data, ...(Array.isArray(data) ? { count: data.length } : {}) };
  },
};

/** Each library is loaded by who needs it: a workflow that reads JSON does not wait for an XML parser. */
async function parse({ input, format, header, delimiter, pattern = '', flags }: Parameters, context: StepContext): Promise<Json> {
  switch (format) {
    case 'json':
      return parseJson(input);
    case 'yaml':
      return (await import('./parse-yaml.ts')).parseYaml(input, (warning) => context.log('info', `${warning}\n`));
    case 'csv':
      return (await import('./parse-csv.ts')).parseCsv(input, { header, delimiter });
    case 'xml':
      return (await import('./parse-xml.ts')).parseXml(input);
    case 'lines':
      return splitLines(input);
    case 'regex':
      return findMatches(input, pattern, flags, context);
  }
}

/** The line break at the end of a text ends its last line; it does not begin another. */
function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** In the sandbox, because only there a pattern that backtracks for ages can be stopped. */
async function findMatches(input: string, pattern: string, flags: string, context: StepContext): Promise<Json> {
  const code = `[...input.matchAll(new RegExp(pattern, 'g' + flags))].map((found) => ({
    match: found[0], index: found.index, groups: found.slice(1), named: { ...found.groups },
  }))`;
  return (await context.evaluate(code, { input, pattern, flags })) ?? [];
}
