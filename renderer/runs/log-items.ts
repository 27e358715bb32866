import type { LogSizes } from '../../shared/contract/run-details.ts';

/** A part of a log that is read and drawn at once, or the name of a step above its parts. */
export type LogItem =
  | { readonly kind: 'head'; readonly path: string }
  | { readonly kind: 'block'; readonly path: string; readonly index: number; readonly from: number; readonly bytes: number };

/** Some hundred lines: little enough to be drawn at once, enough to be read ahead. */
export const blockBytes = 16_384;

/** The parts of a log in order; with names above them when it is of more than one step. */
export function logItems(segments: LogSizes['segments'], hasHeads: boolean): LogItem[] {
  const items: LogItem[] = [];
  for (const { path, bytes } of segments) {
    if (hasHeads) items.push({ kind: 'head', path });
    for (let from = 0; from < bytes; from += blockBytes) {
      items.push({ kind: 'block', path, index: from / blockBytes, from, bytes: Math.min(blockBytes, bytes - from) });
    }
  }
  return items;
}

/** Where the part lies that the line begins in; -1 when there is none yet. */
export function itemOfLine(items: readonly LogItem[], path: string, offset: number): number {
  const index = Math.floor(offset / blockBytes);
  return items.findIndex((item) => item.kind === 'block' && item.path === path && item.index === index);
}
