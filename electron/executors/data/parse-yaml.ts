import { parseDocument } from 'yaml';
import type { Json } from '../../../shared/lib/json.ts';
import { parseFailed } from './parse-failed.ts';

/** One document of YAML 1.2, merge keys included. Throws `PARSE_ERROR`; unknown tags are only told to `warn`, their values stay text. */
export function parseYaml(text: string, warn: (warning: string) => void): Json {
  const document = parseDocument(text, { merge: true, logLevel: 'error' });
  const [error] = document.errors;
  if (error !== undefined) {
    throw parseFailed('YAML', error, error.code === 'MULTIPLE_DOCS' ? 'Split the text at its --- lines first.' : undefined);
  }
  for (const { message } of document.warnings) warn(message);
  try {
    // The alias limit stops texts of a few lines that unfold to gigabytes; .nan and .inf have no JSON.
    return document.toJS({
      maxAliasCount: 100,
      reviver: (_key: unknown, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? null : value),
    });
  } catch (cause) {
    throw parseFailed('YAML', cause);
  }
}
