import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { jsonValue } from '../../../shared/actions/file/file-fields.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Json } from '../../../shared/lib/json.ts';

type Encoding = 'utf8' | 'base64' | 'hex' | 'latin1' | 'utf16le';
type ContentForm = 'text' | 'json' | 'yaml' | 'csv' | 'lines';

/** Throws `INVALID_TEXT` for bytes that are not in the encoding: replaced characters would be written back as damage. */
export function decodeText(bytes: Buffer, encoding: Encoding, path: string): string {
  if (encoding !== 'utf8' && encoding !== 'utf16le') return bytes.toString(encoding);
  try {
    return new TextDecoder(encoding === 'utf8' ? 'utf-8' : 'utf-16le', { fatal: true }).decode(bytes);
  } catch (thrown) {
    throw new ActionError('INVALID_TEXT', `Could not read ${path} as ${encoding}: it holds bytes that are no such text`, {
      hint: 'Set encoding to latin1 for old text files, or to base64 for anything else.',
      cause: thrown,
    });
  }
}

/** Throws `PARSE_ERROR`. */
export function parseText(text: string, as: ContentForm, path: string): Json {
  try {
    return parseAs(text, as);
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    throw new ActionError('PARSE_ERROR', `Could not read ${path} as ${as}: ${problem}`, {
      hint: `Correct the file, or leave out "as" to get its text.`,
      cause: thrown,
    });
  }
}

function parseAs(text: string, as: ContentForm): Json {
  switch (as) {
    case 'text':
      return text;
    case 'json':
      return jsonValue.parse(JSON.parse(text));
    case 'yaml':
      // The alias limit keeps a small file from becoming a huge value.
      return jsonValue.parse(parseYaml(text, { maxAliasCount: 100 }));
    case 'csv':
      return z.array(z.record(z.string(), z.string())).parse(parseCsv(text, { columns: true, skip_empty_lines: true }));
    case 'lines':
      return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
    default:
      return assertNever(as);
  }
}
