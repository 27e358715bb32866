import { hiddenCharacters } from './hidden-characters.ts';

/** The text with each hidden character written out, as a person who decides by it must see it: `\u{202e}`. */
export function showControls(text: string): string {
  return text.replace(hiddenCharacters, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
