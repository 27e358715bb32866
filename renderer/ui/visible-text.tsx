import { Fragment } from 'react';
import { hiddenCharacters } from '../../shared/lib/hidden-characters.ts';
import classes from './visible-text.module.css';

/** Text from outside, as it is: lines kept, and whatever would not be seen written out. */
export function VisibleText({ text }: { readonly text: string }) {
  const lines = text.replaceAll('\r\n', '\n');
  const pieces: { readonly at: number; readonly text: string; readonly isHidden: boolean }[] = [];
  let end = 0;
  for (const match of lines.matchAll(hiddenCharacters)) {
    if (match.index > end) pieces.push({ at: end, text: lines.slice(end, match.index), isHidden: false });
    pieces.push({ at: match.index, text: codeOf(match[0]), isHidden: true });
    end = match.index + match[0].length;
  }
  if (end < lines.length) pieces.push({ at: end, text: lines.slice(end), isHidden: false });
  return (
    <span className={classes.text}>
      {pieces.map((piece) =>
        piece.isHidden ? (
          <mark key={piece.at} className={classes.hidden} title="A character that would not be seen">
            {piece.text}
          </mark>
        ) : (
          <Fragment key={piece.at}>{piece.text}</Fragment>
        ),
      )}
    </span>
  );
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
