/**
 * What can move a cursor, write a clipboard, or make a line read as something else than it is: C0 and C1 controls but tab and newline,
 * bidirectional overrides and isolates, and characters of no width save those that join parts of one picture.
 */
export const hiddenCharacters: RegExp =
  /[[\p{Cc}--[\t\n]]\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|(?<!\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d/gv;

export function hasHiddenCharacters(text: string): boolean {
  return text.search(hiddenCharacters) !== -1;
}
