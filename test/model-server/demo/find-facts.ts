/** What a text says outright. */
export interface Facts {
  /** `Label: value` lines, by the label in small letters without signs. */
  readonly labelled: ReadonlyMap<string, string>;
  readonly emails: readonly string[];
  /** In the order of the text, without the currency. */
  readonly amounts: readonly number[];
  readonly dates: readonly string[];
  /** `3 x Blue mug at 12.50`. */
  readonly lines: readonly OrderLine[];
  /** The items of bullet lists. */
  readonly bullets: readonly string[];
}

export interface OrderLine {
  readonly quantity: number;
  readonly name: string;
  readonly sku: string;
  readonly price: number;
}

export function findFacts(text: string): Facts {
  const labelled = [...text.matchAll(/^[\s>*-]*([A-Za-z][\w #./-]{0,30}?)\s*[:=]\s*(\S.*)$/gm)].map(
    ([, label = '', value = '']) => [normalize(label), value.trim()] as const,
  );
  const numbered = [...text.matchAll(/\b(order|invoice|ticket|customer)\s*(?:number|no\.?|id)?\s*#?\s*([A-Z]{0,4}-?\d[\w-]*)/gi)].map(
    ([, label = '', value = '']) => [`${normalize(label)}id`, value] as const,
  );
  return {
    // The first that says it counts.
    labelled: new Map([...labelled, ...numbered].toReversed()),
    emails: text.match(/[\w.+-]+@[\w-]+\.[\w.-]*\w/g) ?? [],
    amounts: [
      ...text.matchAll(/(?:[$€£]|\b(?:EUR|USD|GBP))\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:[€£]|(?:EUR|USD|GBP)\b)/g),
    ].map(([, before, after]) => toNumber(before ?? after ?? '0')),
    dates: text.match(/\b\d{4}-\d\d-\d\d\b/g) ?? [],
    lines: findLines(text),
    bullets: [...text.matchAll(/^\s*(?:[-*•]|\d+[.)])\s+(.+)$/gm)].map(([, item = '']) => item.trim()),
  };
}

function findLines(text: string): OrderLine[] {
  const line =
    /^\s*(?:[-*•]\s*)?(\d+)\s*(?:x|×|pcs?\.?|pieces? of)\s+(.+?)(?:\s*\(([A-Z0-9][\w-]*)\))?(?:\s*(?:@|at|à|,|-|–)\s*(?:[$€£]|EUR|USD)?\s?(\d[\d.,]*)(?:\s?(?:[€£]|EUR|USD))?(?:\s*each)?)?\s*$/gim;
  return [...text.matchAll(line)].map(([, quantity = '1', name = '', sku = '', price = '0']) => ({
    quantity: Number(quantity),
    name,
    sku,
    price: toNumber(price),
  }));
}

/** The value of the label that a property's name means: `orderId` finds `Order ID: 7`, `customer` finds `Customer name: Ada`. */
export function findLabelled({ labelled }: Facts, name: string): string | undefined {
  const wanted = normalize(name);
  const exact = labelled.get(wanted);
  if (exact !== undefined) return exact;
  const near = [...labelled].find(([label]) => label.length > 2 && (label.startsWith(wanted) || wanted.startsWith(label)));
  return near?.[1];
}

export function toNumber(text: string): number {
  const number = Number(
    text
      .replaceAll(/,(?=\d{3})/g, '')
      .replaceAll(',', '.')
      .replaceAll(/[^\d.-]/g, ''),
  );
  return Number.isFinite(number) ? number : 0;
}

function normalize(label: string): string {
  return label.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
