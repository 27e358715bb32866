/**
 * What can move a cursor, write a clipboard, or make a line read as something else than it is: C0 and C1 controls but tab and newline,
 * bidirectional overrides and isolates, fillers, tags, and characters of no width save those that join parts of one picture.
 */
export const hiddenCharacters: RegExp =
  /[[\p{Cc}--[\t\n]]\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|(?<!\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d/gv;

export function hasHiddenCharacters(text: string): boolean {
  return text.search(hiddenCharacters) !== -1;
}
