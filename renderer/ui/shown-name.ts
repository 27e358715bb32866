import { hiddenCharacters } from '../../shared/lib/hidden-characters.ts';

/** A name as it can be shown in a line: what would not be seen, or would turn the rest of the line around, is a mark in its place. */
export function shownName(name: string): string {
  return name.replaceAll(hiddenCharacters, '\ufffd');
}
