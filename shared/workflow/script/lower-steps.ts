import { lowerClauses } from './lower-clauses.ts';
import { lowerWhat } from './lower-what.ts';
import type { Lowering, Raw } from './lowering.ts';
import { fromBasic } from './script-expression.ts';
import type { Block, LineNode, NeedNode, Placed, Span, StepLine, What } from './syntax-tree.ts';

/** A way from a step to the next: where a block ends there can be several. */
export interface Way {
  readonly from: Raw;
  readonly on: unknown;
}

/** A step whose `needs` can be written only when every step has its id. */
export interface PendingStep {
  readonly raw: Raw;
  readonly line: StepLine;
  readonly above: Raw | undefined;
  readonly ways: readonly Way[];
}

/** From lines to lists of steps. The lines of an IF stand in the list of the IF, as the document has them. */
export class StepLowering {
  readonly pending: PendingStep[] = [];
  readonly lowering: Lowering;
  readonly ownBot: string;

  constructor(lowering: Lowering, ownBot: string) {
    this.lowering = lowering;
    this.ownBot = ownBot;
  }

  list(lines: readonly LineNode[]): Raw[] {
    const steps: Raw[] = [];
    this.sequence(lines, [], steps);
    return steps;
  }

  /** Gives the ways out of the lines. */
  sequence(lines: readonly LineNode[], ways: readonly Way[], into: Raw[]): readonly Way[] {
    let open = ways;
    for (const line of lines) {
      if (line.is === 'step') open = this.#step(line, open, into);
      else this.lowering.fault('LINE_NOT_HERE', 'This line stands at the top of the workflow, not inside a block', line);
    }
    return open;
  }

  add(raw: Raw, line: StepLine, ways: readonly Way[], into: Raw[]): void {
    this.lowering.places.put(into, into.length, line);
    this.pending.push({ raw, line, above: into.at(-1), ways });
    into.push(raw);
  }

  #step(line: StepLine, ways: readonly Way[], into: Raw[]): readonly Way[] {
    const raw: Raw = {};
    this.lowering.putText(raw, 'id', line.label);
    this.lowering.putText(raw, 'name', line.name);
    this.add(raw, line, ways, into);
    const out = this.#what(line.what, raw, line, into);
    lowerClauses(line.what.is, raw, line.clauses, this.lowering);
    for (const key of ['when', 'collect'] as const) if (typeof raw[key] === 'string') raw[key] = fromBasic(raw[key]);
    const { waitFor } = raw as { waitFor?: Raw };
    if (typeof waitFor?.['match'] === 'string') waitFor['match'] = fromBasic(waitFor['match']);
    return out;
  }

  #what(what: What, raw: Raw, line: StepLine, into: Raw[]): readonly Way[] {
    const { lowering } = this;
    const next: readonly Way[] = [{ from: raw, on: 'success' }];
    switch (what.is) {
      case 'if': {
        this.#condition(raw, 'if', what.condition);
        const then = this.sequence(what.inside.lines, [{ from: raw, on: true }], into);
        return [...then, ...this.#otherwise(what.otherwise, { from: raw, on: false }, into)];
      }
      case 'switch': {
        this.#condition(raw, 'switch', what.on);
        const cases = what.cases.map(({ value }) => value.value);
        lowering.put(raw, 'cases', cases, what.cases[0]?.value ?? line);
        for (const [index, { value }] of what.cases.entries()) lowering.places.put(cases, index, value);
        const before = into.length;
        const out = what.cases.flatMap(({ value, lines }) => this.sequence(lines, [{ from: raw, on: value.value }], into));
        out.push(...this.#otherwise(what.otherwise, { from: raw, on: 'default' }, into));
        return into.length === before ? next : out;
      }
      case 'for-each':
        lowering.putText(raw, 'forEach', what.list);
        this.#body(raw, what.lines, line);
        return next;
      case 'while':
        this.#condition(raw, 'while', what.condition);
        this.#body(raw, what.lines, line);
        return next;
      case 'repeat':
        lowering.putText(raw, 'times', what.times);
        this.#body(raw, what.lines, line);
        return next;
      case 'parallel': {
        const branches: Raw = {};
        lowering.put(raw, 'parallel', branches, line);
        if (what.isFast) raw['failFast'] = true;
        for (const { name, lines, from, to } of what.branches) {
          if (Object.hasOwn(branches, name.value)) lowering.fault('DUPLICATE_KEY', `There are two branches \`${name.value}\``, name);
          else lowering.put(branches, name.value, this.list(lines), { from, to });
        }
        return next;
      }
      default:
        lowerWhat(what, raw, line, this.ownBot, lowering);
        return next;
    }
  }

  #otherwise(block: Block | undefined, way: Way, into: Raw[]): readonly Way[] {
    return block === undefined ? [way] : this.sequence(block.lines, [way], into);
  }

  #body(raw: Raw, lines: readonly LineNode[], span: Span): void {
    this.lowering.put(raw, 'steps', this.list(lines), span);
  }

  #condition(raw: Raw, key: string, { value, from, to }: Placed<string>): void {
    this.lowering.put(raw, key, fromBasic(value), { from, to });
  }
}

/** Writes what each step waits for, where that is not what its place says anyway. Every step has its id. */
export function writeNeeds(pending: readonly PendingStep[], lowering: Lowering): void {
  for (const { raw, line, above, ways } of pending) {
    const after = line.clauses.flatMap((clause) => (clause.is === 'after' ? [clause] : []));
    const [first, second] = after;
    if (second !== undefined) lowering.fault('DUPLICATE_KEY', 'AFTER stands twice for one step', second);
    if (first !== undefined) {
      const needs = first.needs.map(needOf);
      lowering.put(raw, 'needs', needs, first);
      for (const [index, need] of first.needs.entries()) lowering.places.put(needs, index, need);
      if (first.isAny) lowering.put(raw, 'join', 'any', first);
    } else {
      const needs = impliedNeeds(
        ways.map(({ from, on }) => ({ from: String(from['id']), on })),
        above === undefined ? undefined : { id: String(above['id']), isIf: Object.hasOwn(above, 'if') },
      );
      if (needs !== undefined) raw['needs'] = needs;
    }
  }
}

/** `needs` of a step that waits for these ways; undefined where leaving it out says the same. */
export function impliedNeeds(
  ways: readonly { readonly from: string; readonly on: unknown }[],
  above: { readonly id: string; readonly isIf: boolean } | undefined,
): unknown[] | undefined {
  const [only] = ways;
  if (ways.length === 0 && above === undefined) return undefined;
  if (ways.length === 1 && only?.from === above?.id && only?.on === (above?.isIf === true ? true : 'success')) return undefined;
  return ways.map(({ from, on }) => (on === 'success' ? from : { step: from, on }));
}

function needOf({ step, on = 'success', label }: NeedNode): unknown {
  if (label === undefined && on === 'success') return step.value;
  return { step: step.value, on, ...(label === undefined ? {} : { label }) };
}
