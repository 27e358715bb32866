import type { ExpectedCall } from './expect-call.ts';
import type { OptimizeFor } from './model.ts';

export interface Place {
  readonly index: number;
  /** What is expected of all that fit, this one too. */
  readonly all: readonly ExpectedCall[];
  readonly goal: OptimizeFor;
  /** The step names the model. */
  readonly named: boolean;
  /** It goes first only to learn about it. */
  readonly explored: boolean;
}

/** One line for people: `cheapest of 3 that fit: $0.002 a call, 97 % ok over 41 calls`. */
export function reasonFor(expected: ExpectedCall, place: Place): string {
  return `${standing(expected, place)}: ${figuresFor(expected, place.goal)}`;
}

/** `97 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `1.2 s`. */
export const inSeconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** Two figures that say something: `$0.0021`, `$0.50`, `$12.35`. */
export function toDollars(cost: number): string {
  if (cost > 0 && cost < 0.000001) return 'less than $0.000001';
  const short = cost >= 1 ? cost.toFixed(2) : String(Number(cost.toPrecision(2)));
  return `$${cost !== 0 && short.length < 4 ? cost.toFixed(2) : short}`;
}

function standing(expected: ExpectedCall, { index, all, goal, named, explored }: Place): string {
  const fit = `of ${all.length} that fit`;
  if (explored) return 'tried to learn about it';
  if (all.length === 1) return named ? 'asked for by name' : 'the only model that fits';
  if (index > 0) return `number ${index + 1} ${fit}`;
  const isLeast = (value: (each: ExpectedCall) => number): boolean => all.every((each) => value(expected) <= value(each));
  if (goal === 'cost') return isLeast(({ cost }) => cost ?? Number.POSITIVE_INFINITY) ? `cheapest ${fit}` : `best for its cost ${fit}`;
  if (goal === 'speed') return isLeast(({ ms }) => ms) ? `fastest ${fit}` : `best for its speed ${fit}`;
  return goal === 'quality' ? `best quality ${fit}` : `best balance ${fit}`;
}

function figuresFor({ success, quality, ms, cost, calls }: ExpectedCall, goal: OptimizeFor): string {
  const price = cost === null ? 'no price known' : cost === 0 ? 'free' : `${toDollars(cost)} a call`;
  const time = `${inSeconds(ms)} a call`;
  const good = `quality ${percent(quality)}`;
  const told = { cost: [price], speed: [time], quality: [good], balanced: [good, price, time] }[goal];
  const measured = calls === 0 ? 'not measured yet' : `${percent(success)} ok over ${calls} call${calls === 1 ? '' : 's'}`;
  return [...told, measured].join(', ');
}
