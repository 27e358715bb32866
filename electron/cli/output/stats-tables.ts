import type { FailurePattern, Overview, StepStats, Tally, TrendDay, WorkflowStats } from '../../../shared/contract/stats.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, renderTable } from './table.ts';
import { durationText, relativeTime } from './time.ts';

type Screen = Pick<Terminal, 'columns' | 'style'>;

/** Two lines: how today went beside yesterday, and what goes on. */
export function overviewLines({ today, yesterday, now, failedLastDay }: Overview): string {
  const live = [
    [now.running, 'running'],
    [now.queued, 'queued'],
    [now.waiting, 'waiting'],
    [now.paused, 'paused'],
    [now.needs_attention, 'in need of attention'],
  ] as const;
  const going = live.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return [
    `Today      ${tallyText(today)}\n`,
    `Yesterday  ${tallyText(yesterday)}\n`,
    `Now        ${going.length === 0 ? 'nothing runs' : going.join(', ')}; ${failedLastDay} failed in the last 24 hours\n`,
  ].join('');
}

export function daysTable(days: readonly TrendDay[], screen: Screen): string {
  const most = Math.max(...days.map(({ runs }) => runs), 1);
  const columns: Column<TrendDay>[] = [
    { title: 'DAY', text: ({ day }) => day },
    ...tallyColumns<TrendDay>(screen),
    { title: '', text: ({ runs }) => '▇'.repeat(Math.ceil((runs / most) * 20)) },
  ];
  return renderTable(days, columns, screen.columns);
}

export function workflowsTable(workflows: readonly WorkflowStats[], screen: Screen): string {
  if (workflows.length === 0) return '';
  const columns: Column<WorkflowStats>[] = [
    { title: 'WORKFLOW', text: ({ workflow }) => workflow },
    ...tallyColumns<WorkflowStats>(screen),
    { title: 'LAST FAILURE', text: ({ lastFailure }) => lastFailure?.message ?? '' },
  ];
  return renderTable(workflows, columns, screen.columns);
}

export function stepsTable(steps: readonly StepStats[], screen: Screen): string {
  if (steps.length === 0) return '';
  const columns: Column<StepStats>[] = [
    { title: 'STEP', text: ({ stepId }) => stepId },
    { title: 'ENDED', text: ({ ended }) => String(ended) },
    failedColumn((step) => step.failures, screen),
    { title: 'SKIPPED', text: ({ skipped }) => String(skipped) },
    { title: 'RETRIED', text: ({ retried }) => String(retried) },
    { title: 'AVERAGE', text: ({ averageMs }) => timeText(averageMs) },
    { title: 'SLOWEST', text: ({ slowestMs }) => timeText(slowestMs) },
    { title: 'OF THE TIME', text: ({ criticalShare }) => percent(criticalShare) },
  ];
  return renderTable(steps, columns, screen.columns);
}

export function failuresTable(patterns: readonly FailurePattern[], screen: Screen, nowMs: number): string {
  if (patterns.length === 0) return '';
  const columns: Column<FailurePattern>[] = [
    { title: 'FAILED', text: ({ runs }) => `${runs} ×` },
    { title: 'WORKFLOW', text: ({ workflow }) => workflow },
    { title: 'STEP', text: ({ stepId }) => stepId ?? '' },
    { title: 'CODE', text: ({ code }) => code },
    { title: 'LAST', text: ({ lastAt }) => relativeTime(lastAt, nowMs) },
    { title: 'MESSAGE', text: ({ message }) => message },
  ];
  return renderTable(patterns, columns, screen.columns);
}

function tallyColumns<T extends Tally>(screen: Screen): Column<T>[] {
  return [
    { title: 'ENDED', text: ({ runs }) => String(runs) },
    failedColumn((tally) => tally.failures, screen),
    { title: 'SUCCESS', text: ({ successRate }) => percent(successRate) },
    { title: 'AVERAGE', text: ({ duration }) => timeText(duration?.averageMs ?? null) },
    { title: 'P95', text: ({ duration }) => timeText(duration?.p95Ms ?? null) },
  ];
}

function failedColumn<T>(failures: (row: T) => number, screen: Screen): Column<T> {
  return {
    title: 'FAILED',
    text: (row) => String(failures(row)),
    style: (text, row) => (failures(row) === 0 ? text : screen.style('red', text)),
  };
}

function tallyText({ runs, failures, successRate, duration }: Tally): string {
  if (runs === 0) return 'nothing ended';
  const parts = [`${runs} ended`, `${failures} failed`];
  if (successRate !== null) parts.push(`${percent(successRate)} went well`);
  if (duration !== null) parts.push(`${timeText(duration.averageMs)} on average`);
  return parts.join(', ');
}

function percent(share: number | null): string {
  if (share === null) return '';
  // Neither all nor nothing unless it is so.
  const rounded = Math.min(share < 1 ? 99.9 : 100, Math.max(share > 0 ? 0.1 : 0, share * 100));
  return `${rounded.toFixed(rounded > 99 && rounded < 100 ? 1 : 0)} %`;
}

function timeText(ms: number | null): string {
  return durationText(ms === null ? null : Math.round(ms));
}
