import type { Position } from '../../shared/workflow/edit/edit.ts';

const cornerPx = 10;
/** How far a wire runs straight before its first turn and after its last. */
const stubPx = 20;
/** Ports stand inside the border of their cards, a pixel at each end of a wire: so far a wire may differ from its route, and a little more. */
const looseness = 3;

export interface WirePath {
  readonly path: string;
  /** Where a label stands: in the middle of the longest piece. */
  readonly label: Position;
  readonly points: readonly Position[];
}

/** The way that the layout found, where both ends still stand as it put them; else a plain way between the two. */
export function wirePath(source: Position, target: Position, route: readonly Position[] | undefined): WirePath {
  const points = routed(source, target, route) ?? plain(source, target);
  return { path: rounded(points), label: middleOfLongest(points), points };
}

function routed(source: Position, target: Position, route: readonly Position[] | undefined): Position[] | undefined {
  const end = route?.at(-1);
  if (route === undefined || end === undefined) return undefined;
  const isStill = Math.abs(source.x + end.x - target.x) < looseness && Math.abs(source.y + end.y - target.y) < looseness;
  if (!isStill) return undefined;
  const inner = route.slice(1, -1).map(({ x, y }) => ({ x: x + source.x, y: y + source.y }));
  return straightened([source, ...inner, target]);
}

function plain(source: Position, target: Position): Position[] {
  if (target.y >= source.y + 2 * stubPx) {
    if (Math.abs(source.x - target.x) < 4) return [source, target];
    const y = Math.max(source.y + stubPx, Math.min((source.y + target.y) / 2, target.y - stubPx));
    return [source, { x: source.x, y }, { x: target.x, y }, target];
  }
  // The target is above: out below, aside between the two, and in from above.
  const down = source.y + stubPx;
  const up = target.y - stubPx;
  const apart = Math.abs(source.x - target.x);
  const aside = apart > 280 ? (source.x + target.x) / 2 : Math.max(source.x, target.x) + 160;
  return [source, { x: source.x, y: down }, { x: aside, y: down }, { x: aside, y: up }, { x: target.x, y: up }, target];
}

/** A step of a pixel or so between two nearly straight pieces would show as a kink. */
function straightened(points: readonly Position[]): Position[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first !== undefined && last !== undefined && points.every(({ x }) => Math.abs(x - first.x) < 2)) return [first, last];
  return [...points];
}

function rounded(points: readonly Position[]): string {
  const parts: string[] = [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) parts.push(`M${point.x} ${point.y}`);
    else if (after === undefined) parts.push(`L${point.x} ${point.y}`);
    else {
      const radius = Math.min(cornerPx, distance(before, point) / 2, distance(point, after) / 2);
      const enter = towards(point, before, radius);
      const leave = towards(point, after, radius);
      parts.push(`L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`);
    }
  }
  return parts.join('');
}

function middleOfLongest(points: readonly Position[]): Position {
  let best: Position = points[0] ?? { x: 0, y: 0 };
  let longest = -1;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) continue;
    const length = distance(before, point);
    // Of equals the last: there a wire is alone more often than at its start.
    if (length >= longest) {
      longest = length;
      best = { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 };
    }
  }
  return best;
}

function distance(a: Position, b: Position): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Position, to: Position, length: number): Position {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
