import { XMLBuilder } from 'fast-xml-parser';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import { ATTRIBUTE_PREFIX, TEXT_KEY } from './parse-xml.ts';

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?$/u;
/** What XML 1.0 cannot hold, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are meant.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
/** The reader's limit, so that what is written can be read. */
const MAX_DEPTH = 100;

/** Writes an object of one root element. Throws ActionError `FORMAT_FAILED` for what has no XML. */
export function writeXml(input: Json, indent: number): string {
  if (!isJsonObject(input)) throw formatFailed('only an object has a root element', 'Wrap the data: { root: … }.');
  const roots = Object.keys(input);
  if (roots.length !== 1) throw formatFailed(`there must be one root element, not ${roots.length}`, 'Wrap the data: { root: … }.');
  checkElement(input, 0);
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE_PREFIX,
    textNodeName: TEXT_KEY,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: indent > 0,
    indentBy: ' '.repeat(indent),
  });
  return builder.build(input);
}

/** The builder writes names as they are: an unchecked one could bring in elements of its own. */
function checkElement(value: Json, depth: number): void {
  if (depth > MAX_DEPTH) throw formatFailed(`it is nested more than ${MAX_DEPTH} deep`);
  if (typeof value === 'string' && FORBIDDEN.test(value)) throw formatFailed('a text holds a control character, which XML cannot hold');
  if (Array.isArray(value)) for (const item of value) checkElement(item, depth + 1);
  if (!isJsonObject(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const name = key.startsWith(ATTRIBUTE_PREFIX) ? key.slice(ATTRIBUTE_PREFIX.length) : key;
    if (key !== TEXT_KEY && !NAME.test(name)) throw formatFailed(`"${name}" cannot be the name of an element or attribute`);
    checkElement(child, depth + 1);
  }
}

function formatFailed(reason: string, hint = 'Rename or leave out the part with data.transform first.'): ActionError {
  return new ActionError('FORMAT_FAILED', `The data cannot be written as XML: ${reason}`, { hint });
}
