import { type CSSProperties, memo } from 'react';
import type { LogLineAt } from '../../shared/contract/run-details.ts';
import { logLevelOf } from '../../shared/run/log-level.ts';
import { clockText } from '../ui/time.tsx';
import { type AnsiSpan, type AnsiStyle, parseAnsi } from './ansi.ts';
import classes from './log-view.module.css';

export interface LogLineProps {
  readonly line: LogLineAt;
  readonly spans: readonly AnsiSpan[];
  /** What is searched for, in small letters unless the case matters; empty for nothing. */
  readonly mark: string;
  readonly matchCase: boolean;
  readonly isTarget: boolean;
}

/** One line: text in colours, and nothing else that was printed. */
export const LogLine = memo(function LogLine({ line, spans, mark, matchCase, isTarget }: LogLineProps) {
  const level = line.stream === 'stderr' ? 'stderr' : logLevelOf(line.text);
  return (
    <div
      className={classes.line}
      data-stream={line.stream}
      data-level={level}
      data-target={isTarget || undefined}
      data-place={placeOfLine(line)}
    >
      <span className={classes.time} aria-hidden>
        {clockText(Date.parse(line.at))}
      </span>
      <span className={classes.text}>
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the spans of a line never change.
          <span key={index} className={classOf(span.style)} style={styleOf(span.style)}>
            {mark === '' ? span.text : marked(span.text, mark, matchCase)}
          </span>
        ))}
        {line.cut > 0 && <span className={classes.cut}> … {line.cut} more letters</span>}
      </span>
    </div>
  );
});

export function placeOfLine({ path, offset, part }: Pick<LogLineAt, 'path' | 'offset' | 'part'>): string {
  return `${offset}:${part}:${path}`;
}

export interface StyledLine {
  readonly line: LogLineAt;
  readonly spans: readonly AnsiSpan[];
}

/** Colours go on from line to line of one stream. */
export function styleLines(lines: readonly LogLineAt[]): StyledLine[] {
  const styles = new Map<string, AnsiStyle>();
  return lines.map((line) => {
    const key = `${line.stream} ${line.attempt}`;
    const { spans, style } = parseAnsi(line.text, styles.get(key));
    styles.set(key, style);
    return { line, spans };
  });
}

function marked(text: string, mark: string, matchCase: boolean) {
  const within = matchCase ? text : text.toLowerCase();
  const parts = [];
  let at = 0;
  for (let found = within.indexOf(mark); found >= 0 && parts.length < 400; found = within.indexOf(mark, at)) {
    parts.push(text.slice(at, found), <mark key={found}>{text.slice(found, found + mark.length)}</mark>);
    at = found + mark.length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(at)];
}

function classOf({ bold, dim, italic, underline }: AnsiStyle): string | undefined {
  const names = [bold && classes.bold, dim && classes.dim, italic && classes.italic, underline && classes.underline].filter(Boolean);
  return names.length === 0 ? undefined : names.join(' ');
}

function styleOf({ color, background, inverse }: AnsiStyle): CSSProperties | undefined {
  if (color === undefined && background === undefined && inverse !== true) return undefined;
  const front = colorOf(color);
  const back = colorOf(background);
  if (inverse === true) return { color: back ?? 'var(--mantine-color-body)', backgroundColor: front ?? 'var(--mantine-color-text)' };
  return { ...(front === undefined ? {} : { color: front }), ...(back === undefined ? {} : { backgroundColor: back }) };
}

function colorOf(color: string | undefined): string | undefined {
  if (color === undefined) return undefined;
  return color.startsWith('rgb(') ? color : `var(--ansi-${color})`;
}
