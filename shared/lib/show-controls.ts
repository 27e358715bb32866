/**
 * Controls but tab and newline, overrides and isolates of direction, characters of no width, and tags: what makes a text read as something
 * else than it is.
 */
const unsafe =
  /[[\p{Cc}--[\t\n]]\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gv;

/** The text with each of them written out, as a person who decides by it must see it: `\u{202e}`. */
export function showControls(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
