/** The first sentences, up to so many; of a list, its first items. */
export function summarize(text: string, sentences = 3): string {
  const plain = text
    .replace(/^(?:from|to|subject|date|cc):.*$/gim, '')
    .replace(/^#+\s*/gm, '')
    .trim();
  const items = [...plain.matchAll(/^\s*[-*•]\s+(?:\[[ x]\]\s*)?(.+)$/gm)].map(([, item = '']) => item);
  const found = items.length >= sentences ? items : (plain.replace(/\s+/g, ' ').match(/[^.!?]+(?:[.!?]+(?=\s|$)|$)/g) ?? []);
  return found
    .slice(0, sentences)
    .map((sentence) => sentence.trim())
    .map((sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
}
