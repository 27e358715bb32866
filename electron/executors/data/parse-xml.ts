import { XMLParser } from 'fast-xml-parser';
import type { Json } from '../../../shared/lib/json.ts';
import { parseFailed } from './parse-failed.ts';

/** What an XML attribute and an element's own text are called in the data; `format-xml.ts` writes them back. */
export const ATTRIBUTE_PREFIX = '@';
export const TEXT_KEY = '#text';

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The elements as nested objects, those of the same name as a list; every value is text. Throws `PARSE_ERROR`, also for more than
 * 100 levels and for elements called `__proto__`, `constructor` or `prototype`.
 */
export function parseXml(text: string): Json {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE_PREFIX,
    textNodeName: TEXT_KEY,
    parseTagValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    onDangerousProperty: (name) => name,
    // Entities that a document declares are left as they stand: they can unfold to gigabytes or name files.
    entityDecoder: {
      decode: decodeReferences,
      setExternalEntities: ignore,
      addInputEntities: ignore,
      reset: ignore,
      setXmlVersion: ignore,
    },
  });
  try {
    return parser.parse(text, true);
  } catch (cause) {
    throw parseFailed('XML', cause);
  }
}

function decodeReferences(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return (name !== undefined && Object.hasOwn(PREDEFINED, name) && PREDEFINED[name]) || whole;
  });
}

function ignore(): void {}
