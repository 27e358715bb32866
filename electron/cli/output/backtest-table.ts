import type { Backtest, BacktestChange, BacktestItem } from '../../../shared/contract/backtest.ts';
import { type Verdict, verdicts } from '../../../shared/triggers/journal.ts';
import type { Terminal } from '../terminal.ts';
import type { Colour } from './marks.ts';
import { renderTable } from './table.ts';
import { inert, inertLine } from './text.ts';
import { localTime, relativeTime } from './time.ts';

type Screen = Pick<Terminal, 'columns' | 'style'>;

const marks: Readonly<Record<BacktestChange, { readonly sign: string; readonly colour: Colour }>> = {
  gained: { sign: '+', colour: 'green' },
  lost: { sign: '-', colour: 'red' },
  changed: { sign: '~', colour: 'yellow' },
  same: { sign: '', colour: 'gray' },
};

/** Totals, then what happened with both verdicts, then what cannot be known. */
export function backtestText(told: Backtest, screen: Screen, nowMs: number): string {
  const { trigger, type, pattern, as, from, was, would, changes, items, more, notes } = told;
  const head = `${inertLine(trigger)}, ${type.replaceAll('_', ' ')}${pattern === '' ? '' : ` ${inertLine(pattern)}`}, ${asWords[as]}\n`;
  const sum = `Since ${localTime(from)} it started ${runsText(was.runs)} and would start ${would.runs === was.runs ? 'as many' : would.runs}${differenceText(changes)}.\n`;
  const kinds = verdicts.filter((one) => (was.verdicts[one] ?? 0) + (would.verdicts[one] ?? 0) > 0);
  const totals = renderTable<Verdict>(
    kinds,
    [
      { title: 'VERDICT', text: wordsOf },
      { title: 'THEN', text: (kind) => String(was.verdicts[kind] ?? 0) },
      { title: 'NOW', text: (kind) => String(would.verdicts[kind] ?? 0) },
    ],
    screen.columns,
  );
  const list = items.length === 0 ? 'Nothing to list.\n' : itemsTable(told, screen, nowMs);
  const end = [...(more ? ['There are more: --limit 1000.'] : []), ...notes];
  return [
    head + sum,
    ...(kinds.length === 0 ? [] : [totals]),
    list,
    ...(end.length === 0 ? [] : [end.map((note) => `${inert(note)}\n`).join('')]),
  ].join('\n');
}

function itemsTable({ items, type }: Backtest, screen: Screen, nowMs: number): string {
  return renderTable<BacktestItem>(
    items,
    [
      { title: '', text: ({ change }) => marks[change].sign, style: (text, { change }) => screen.style(marks[change].colour, text) },
      { title: 'WHEN', text: ({ at }) => relativeTime(at, nowMs) },
      { title: 'WHAT', text: ({ what }) => what },
      { title: 'THEN', text: ({ was }) => (was === null ? (type === 'schedule' ? 'did not fire' : 'not seen') : wordsOf(was.verdict)) },
      {
        title: 'NOW',
        text: ({ would }) => (would === null ? 'not at all' : `${wordsOf(would.verdict)}${would.runs > 1 ? ` ×${would.runs}` : ''}`),
        style: (text, { change }) => screen.style(marks[change].colour, text),
      },
      { title: 'WHY', text: ({ was, would }) => would?.reason ?? (would === null ? (was?.reason ?? '') : '') },
    ],
    screen.columns,
  );
}

const asWords: Readonly<Record<Backtest['as'], string>> = {
  armed: 'as it is',
  draft: 'as its draft has it',
  edited: 'as it is written there',
};

function wordsOf(verdict: Verdict): string {
  return verdict.replaceAll('_', ' ');
}

function runsText(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}

function differenceText({ gained = 0, lost = 0 }: Backtest['changes']): string {
  const parts = [...(gained === 0 ? [] : [`${gained} more`]), ...(lost === 0 ? [] : [`${lost} fewer`])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
