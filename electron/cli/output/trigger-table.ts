import type { TriggerView } from '../../../shared/contract/triggers.ts';
import type { TriggerHealth } from '../../../shared/triggers/journal.ts';
import type { Terminal } from '../terminal.ts';
import type { Colour } from './marks.ts';
import { renderTable } from './table.ts';
import { relativeTime } from './time.ts';

const colours: Readonly<Record<TriggerHealth, Colour>> = {
  armed: 'green',
  degraded: 'yellow',
  lost: 'red',
  failing: 'red',
  disarmed: 'gray',
};

export function triggerTable(triggers: readonly TriggerView[], terminal: Terminal, nowMs: number): string {
  return renderTable(
    triggers,
    [
      { title: 'TRIGGER', text: ({ id }) => id },
      { title: 'TYPE', text: ({ type }) => type },
      { title: 'WATCHES', text: ({ pattern }) => pattern },
      { title: 'HEALTH', text: healthText, style: (text, { health }) => terminal.style(colours[health], text) },
      { title: 'LAST', text: ({ last }) => (last === null ? '' : `${last.verdict.replaceAll('_', ' ')} ${relativeTime(last.at, nowMs)}`) },
      { title: 'NEXT', text: ({ nextAt }) => (nextAt === null ? '' : relativeTime(nextAt, nowMs)) },
    ],
    terminal.columns,
  );
}

function healthText({ health, enabled, paused, reason }: TriggerView): string {
  if (!enabled) return 'disabled';
  const state = paused ? 'paused' : health;
  return reason === null ? state : `${state}: ${reason}`;
}
