import { stripVTControlCharacters } from 'node:util';
import { hiddenCharacters } from '../../../shared/lib/hidden-characters.ts';

/** Text from outside (names, outputs, logs) as it may be shown in a terminal: unsafe characters are written out. */
export function inert(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(hiddenCharacters, (character) => {
    const code = character.charCodeAt(0);
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** As `inert`, on one line. */
export function inertLine(text: string): string {
  return inert(text).replaceAll('\n', ' ').replaceAll('\t', ' ');
}

/** One column each, and by far the most of what is printed. */
const plain = /^[ -~]*$/;
let segmenter: Intl.Segmenter | undefined;

/** The segmenter is made when it is first needed: that takes a tenth of a whole command's time. */
function graphemesOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

const zeroWidth = /^[\p{Mark}\p{Format}\p{Control}]+$/u;
/** East Asian wide and full-width blocks, and what is drawn as a picture. */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{RGI_Emoji_Flag_Sequence}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])|\ufe0f/v;

/** Columns that the text takes in a terminal; colours take none. */
export function columnsOf(text: string): number {
  if (plain.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemesOf(stripVTControlCharacters(text))) {
    if (!zeroWidth.test(segment)) columns += wide.test(segment) ? 2 : 1;
  }
  return columns;
}

/** Plain text cut to at most `columns`, with `…` where something is missing. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemesOf(text)) {
    const width = columnsOf(segment);
    if (used + width > columns - 1) break;
    kept += segment;
    used += width;
  }
  return `${kept}…`;
}

export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}
