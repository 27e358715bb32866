const words: Readonly<Record<string, string>> = {
  window: 'the window',
  'quick run': 'quick run',
  tray: 'the tray',
  cli: 'the terminal',
  manual: 'hand',
  api: 'a program',
  chat: 'a chat',
  test: 'a test',
  welcome: 'the welcome',
};

/** Who or what started a run, to stand after “by”: `the window`, `trigger every_night`, `retry of 7c3f…`. */
export function startedByText(triggeredBy: string): string {
  const colon = triggeredBy.indexOf(':');
  if (colon < 0) return words[triggeredBy] ?? triggeredBy;
  const [kind, of] = [triggeredBy.slice(0, colon), triggeredBy.slice(colon + 1)];
  if (kind === 'trigger') return `trigger ${of}`;
  if (kind === 'retry') return `retry of ${of}`;
  return kind === 'run' ? `run ${of}` : triggeredBy;
}
