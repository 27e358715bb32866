/**
 * How well a text fits what was typed: 0 for not at all, more is better. The letters must come in order, not side by side; words may come in
 * any order. A run of letters, and one that begins a word, counts more.
 */
export function fuzzyScore(typed: string, text: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const score = scoreOfWord(word, lower);
    if (score === 0) return 0;
    sum += score;
  }
  // Of two texts that fit alike, the shorter one was meant.
  return words.length === 0 ? 1 : sum / words.length - Math.min(lower.length, 200) / 1000;
}

function scoreOfWord(word: string, text: string): number {
  const whole = text.indexOf(word);
  if (whole >= 0) return 10 + (isStart(text, whole) ? 10 : 0) + (whole === 0 ? 5 : 0);
  let score = 0;
  let from = 0;
  let before = -2;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at < 0) return 0;
    score += at === before + 1 ? 1 : isStart(text, at) ? 0.9 : 0.2;
    before = at;
    from = at + 1;
  }
  return (score / word.length) * 9;
}

function isStart(text: string, at: number): boolean {
  return at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}
