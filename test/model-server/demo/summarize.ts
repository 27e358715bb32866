/** The first sentences, up to so many; of a list, its first items. */
export function summarize(text: string, sentences = 3): string {
  const plain = text
    .replace(/^(?:from|to|subject|date|cc):.*$/gim, '')
    .replace(/^diff --git [\s\S]*/m, '')
    .replace(/^(?:hello|hi|dear [^\n]*|good (?:morning|day|evening))[,!.]?$/gim, '')
    .replace(/^#+\s*/gm, '')
    .trim();
  const items = [...plain.matchAll(/^\s*[-*•]\s+(?:\[[ x]\]\s*)?(.+)$/gm)].map(([, item = '']) => item);
  const found = items.length >= sentences ? items : plain.split(/(?<=[.!?])\s+|\n{2,}/).filter((part) => part.trim() !== '');
  return found
    .slice(0, sentences)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .map((sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
}
