/** A cron expression as sets of allowed values, sorted. Day of week: 0 is Sunday. */
export interface ParsedCron {
  readonly text: string;
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  readonly daysOfWeek: readonly number[];
  /** Both day fields are restricted, so either one is enough (Vixie cron). */
  readonly eitherDay: boolean;
  /** The minute or the hour begins with `*`: the job follows elapsed time when the clocks change (Debian cron). */
  readonly wildcard: boolean;
}

export type CronParse = { readonly ok: true; readonly cron: ParsedCron } | { readonly ok: false; readonly message: string };

const NICKNAMES: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 7, names: WEEKDAYS },
];

/** 5 fields, or 6 with seconds first; `*`, `?` (days), lists, ranges (`fri-mon` wraps), steps, English names, and `@daily` and the like. */
export function parseCron(text: string): CronParse {
  const trimmed = text.trim().toLowerCase();
  if (trimmed.startsWith('@') && !NICKNAMES.has(trimmed)) {
    return { ok: false, message: `"${text}" is no schedule; write one of ${[...NICKNAMES.keys()].join(', ')}` };
  }
  const parts = (NICKNAMES.get(trimmed) ?? trimmed).split(/\s+/);
  if (parts.length !== 5 && parts.length !== 6) {
    return { ok: false, message: `"${text}" must have 5 fields (minute hour day month weekday), or 6 with seconds first` };
  }
  const written = parts.length === 5 ? ['0', ...parts] : parts;
  const fields: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = parseField(field, (written[index] ?? '').replace(/^\?$/, '*'));
    if (typeof values === 'string') return { ok: false, message: `"${text}": ${values}` };
    fields.push(values);
  }
  const [seconds = [], minutes = [], hours = [], daysOfMonth = [], months = [], weekdays = []] = fields;
  const startsWithStar = (index: number) => /^[*?]/.test(written[index] ?? '');
  return {
    ok: true,
    cron: {
      text,
      seconds,
      minutes,
      hours,
      daysOfMonth,
      months,
      daysOfWeek: sorted(weekdays.map((day) => day % 7)),
      eitherDay: !startsWithStar(3) && !startsWithStar(5),
      wildcard: startsWithStar(1) || startsWithStar(2),
    },
  };
}

const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for days that no allowed month has, such as 30 February. */
export function cronNeverFires(cron: ParsedCron): boolean {
  if (cron.eitherDay) return false;
  const firstDay = cron.daysOfMonth[0] ?? 1;
  return cron.months.every((month) => firstDay > (LONGEST_MONTH[month - 1] ?? 31));
}

/** The allowed values, or what is wrong. */
function parseField(field: Field, text: string): number[] | string {
  const values: number[] = [];
  for (const item of text.split(',')) {
    const [range = '', stepText, ...more] = item.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    if (more.length > 0 || (stepText !== undefined && !/^\d+$/.test(stepText)) || step < 1) {
      return `the ${field.name} "${item}" has a step that is no whole number from 1`;
    }
    const bounds = parseRange(field, range, stepText !== undefined);
    if (bounds === undefined) {
      const names = field.names === undefined ? '' : ` or ${field.names[0]} to ${field.names.at(-1)}`;
      return `the ${field.name} "${item}" must be ${field.min} to ${field.max}${names}`;
    }
    const [from, to] = bounds;
    const span = to >= from ? to - from : to - from + cycleOf(field);
    for (let offset = 0; offset <= span; offset += step) values.push(wrap(field, from + offset));
  }
  return sorted(values);
}

function parseRange(field: Field, text: string, stepped: boolean): [number, number] | undefined {
  const last = field.name === 'day of week' ? 6 : field.max;
  if (text === '*') return [field.min, last];
  const [fromText = '', toText, ...more] = text.split('-');
  const from = parseValue(field, fromText);
  // `5/15` means from 5 on, as most crons read it.
  const to = toText === undefined ? (stepped ? last : from) : parseValue(field, toText);
  return more.length > 0 || from === undefined || to === undefined ? undefined : [from, to];
}

function parseValue(field: Field, text: string): number | undefined {
  const named = field.names?.indexOf(text) ?? -1;
  if (named >= 0) return named + field.min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value : undefined;
}

function cycleOf(field: Field): number {
  return field.name === 'day of week' ? 7 : field.max - field.min + 1;
}

function wrap(field: Field, value: number): number {
  return value <= field.max ? value : value - cycleOf(field);
}

function sorted(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
