import { inSeconds, percent, toDollars } from '../../../shared/ai/model-reason.ts';
import type { ProviderView } from '../../../shared/ai/provider.ts';
import type { ModelCallView, ModelExplanation, ModelSpend, ModelView, SpentOnModels, WhatIfView } from '../../../shared/contract/models.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, renderTable } from './table.ts';
import { relativeTime } from './time.ts';

type Screen = Pick<Terminal, 'columns' | 'style'>;

const unknown = '–';
const or = <T>(value: T | null, text: (value: T) => string): string => (value === null ? unknown : text(value));
const tokensText = (tokens: number): string => (tokens < 10_000 ? String(tokens) : `${Math.round(tokens / 1000)}k`);

export function providersTable(providers: readonly ProviderView[], { columns, style }: Screen): string {
  const how: Column<ProviderView> = {
    title: 'STATE',
    text: ({ state }) => state.replace('_', ' '),
    style: (text, { state }) => (state === 'ready' ? style('green', text) : state === 'off' ? text : style('yellow', text)),
  };
  return renderTable(
    providers,
    [
      { title: 'PROVIDER', text: ({ name }) => name },
      { title: 'KIND', text: ({ kind }) => kind },
      how,
      { title: 'KEY FROM', text: ({ keyFrom }) => keyFrom ?? '' },
      { title: 'ADDRESS', text: ({ address }) => address ?? '' },
      { title: 'MODELS', text: ({ models }) => String(models.length) },
    ],
    columns,
  );
}

export function modelsTable(models: readonly ModelView[], { columns, style }: Screen, nowMs: number): string {
  return renderTable(
    models,
    [
      { title: 'MODEL', text: ({ id }) => id },
      {
        title: 'HEALTH',
        text: ({ health }) => (health.until === null ? health.state : `${health.state} until ${relativeTime(health.until, nowMs)}`),
        style: (text, { health }) => (health.state === 'cooling' ? style('yellow', text) : text),
      },
      { title: '$ IN/OUT PER M', text: priceText },
      { title: 'WINDOW', text: ({ contextTokens }) => tokensText(contextTokens) },
      { title: 'CALLS', text: ({ measured }) => String(measured.calls) },
      { title: 'OK', text: ({ measured }) => or(measured.answered, percent) },
      { title: 'QUALITY', text: ({ measured }) => or(measured.quality, percent) },
      { title: 'TIME', text: ({ measured }) => or(measured.typicalMs, inSeconds) },
      { title: 'A CALL', text: ({ measured }) => or(measured.costPerCall, toDollars) },
      { title: 'SPENT', text: ({ measured }) => toDollars(measured.spent.cost) },
    ],
    columns,
  );
}

function priceText({ inputPrice, outputPrice }: ModelView): string {
  if (inputPrice === null || outputPrice === null) return 'no price';
  return inputPrice === 0 && outputPrice === 0 ? 'free' : `${inputPrice} / ${outputPrice}`;
}

/** Who would be asked, the others in their order, and who would not. */
export function explanationText({ ranked, rejected }: ModelExplanation, { columns }: Screen): string {
  const lines = [
    ...ranked.map(({ model, reason }, index) => ({ place: String(index + 1), model, reason })),
    ...rejected.map(({ model, reason }) => ({ place: unknown, model, reason })),
  ];
  return renderTable(
    lines,
    [
      { title: '', text: ({ place }) => place },
      { title: 'MODEL', text: ({ model }) => model },
      { title: 'WHY', text: ({ reason }) => reason },
    ],
    columns,
  );
}

export function whatIfText({ was, would, moves, ...rest }: WhatIfView, { columns }: Screen): string {
  const rows = [
    { what: 'cost', was: toDollars(was.cost), would: toDollars(would.cost) },
    { what: 'a request takes', was: mean(was.ms, rest.requests), would: mean(would.ms, rest.requests) },
    { what: 'quality', was: or(was.quality, percent), would: or(would.quality, percent) },
    { what: 'answered', was: or(was.answered, percent), would: or(would.answered, percent) },
  ];
  const totals = renderTable(
    rows,
    [
      { title: `${rest.requests} REQUESTS`, text: ({ what }) => what },
      { title: 'WAS', text: (row) => row.was },
      { title: 'WOULD BE', text: (row) => row.would },
    ],
    columns,
  );
  const moved = renderTable(
    moves,
    [
      { title: 'FROM', text: ({ from }) => from },
      { title: 'TO', text: ({ to }) => to },
      { title: 'REQUESTS', text: ({ requests }) => String(requests) },
      { title: 'COST WAS', text: ({ costWas }) => toDollars(costWas) },
      { title: 'WOULD BE', text: ({ costWould }) => toDollars(costWould) },
    ],
    columns,
  );
  return moves.length === 0 ? `${totals}\nNo request would go to another model.\n` : `${totals}\n${moved}`;
}

const mean = (ms: number, requests: number): string => (requests === 0 ? unknown : inSeconds(ms / requests));

/** By day, then by model and workflow. */
export function spendText({ days, models, workflows, agents, today, month, perDay }: ModelSpend, { columns }: Screen): string {
  const budget =
    perDay === null
      ? ''
      : ` of ${[perDay.cost === null ? [] : [toDollars(perDay.cost)], perDay.tokens === null ? [] : [`${perDay.tokens} tokens`]].flat().join(', ')}`;
  const table = <T extends SpentOnModels>(title: string, rows: readonly T[], name: (row: T) => string): string =>
    rows.length === 0 ? '' : `\n${renderTable(rows, [{ title, text: name }, ...spentColumns], columns)}`;
  return [
    `Today       ${spentLine(today)}${budget}\n`,
    `This month  ${spentLine(month)}\n`,
    table(
      'DAY',
      days.filter(({ calls }) => calls > 0),
      ({ day }) => day,
    ),
    table('MODEL', models, ({ model }) => model),
    table('WORKFLOW', workflows, ({ workflow }) => workflow ?? 'outside of workflows'),
    table('AGENT', agents, ({ agent }) => agent),
  ].join('');
}

const spentColumns: readonly Column<SpentOnModels>[] = [
  { title: 'CALLS', text: ({ calls }) => String(calls) },
  { title: 'TOKENS IN', text: ({ inputTokens }) => tokensText(inputTokens) },
  { title: 'OUT', text: ({ outputTokens }) => tokensText(outputTokens) },
  {
    title: 'COST',
    text: ({ cost, unpriced }) => (unpriced === 0 ? toDollars(cost) : `${toDollars(cost)} and ${unpriced} without a price`),
  },
];

function spentLine({ cost, inputTokens, outputTokens, calls }: SpentOnModels): string {
  return `${toDollars(cost)}, ${tokensText(inputTokens + outputTokens)} tokens in ${calls} call${calls === 1 ? '' : 's'}`;
}

export function callsTable(calls: readonly ModelCallView[], { columns }: Screen, nowMs: number): string {
  return renderTable(
    calls,
    [
      { title: 'CALL', text: ({ id }) => String(id) },
      { title: 'WHEN', text: ({ at }) => relativeTime(at, nowMs) },
      { title: 'TASK', text: ({ task }) => task },
      { title: 'MODEL', text: ({ model }) => model },
      { title: 'OUTCOME', text: ({ outcome }) => outcome.replace('_', ' ') },
      { title: 'TIME', text: ({ ms }) => inSeconds(ms) },
      { title: 'COST', text: ({ cost }) => or(cost, toDollars) },
      { title: 'QUALITY', text: ({ score }) => or(score, percent) },
      { title: 'RUN', text: ({ runId }) => runId ?? '' },
      { title: 'WHY THIS MODEL', text: ({ reason }) => reason },
    ],
    columns,
  );
}
