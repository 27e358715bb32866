import { idOf } from '../edges.ts';
import type { StepDocument } from '../schema.ts';
import { impliedNeeds } from './lower-steps.ts';
import { canonicalNeeds } from './write-needs.ts';

/** A step in its place in a script, with the steps of its blocks. */
export interface Item {
  readonly step: StepDocument;
  /** Its place does not say what it waits for. */
  readonly isExplicit: boolean;
  /** Of an IF: what stands behind THEN and behind ELSE. Of a SWITCH: behind each CASE, and at the end behind CASE ELSE. */
  readonly sections: readonly (readonly Item[])[];
}

interface Way {
  readonly from: string;
  readonly on: unknown;
}

interface Section {
  readonly items: Item[];
  /** The edge that leads into it. */
  readonly entry: Way;
  ways: readonly Way[];
}

interface Frame {
  readonly sections: readonly Section[];
  readonly owner: string | undefined;
  readonly isSwitch: boolean;
  /** Index of the section that is being filled; -1 before the first CASE. */
  at: number;
}

/**
 * Finds the IFs and SWITCHes of a list of steps: where the edges of a step are those that its place in a block, or behind one, would give it.
 * A step that fits nowhere says itself what it waits for.
 */
export function findBlocks(steps: readonly StepDocument[]): readonly Item[] {
  const root: Section = { items: [], entry: { from: '', on: true }, ways: [] };
  const frames: Frame[] = [{ sections: [root], owner: undefined, isSwitch: false, at: 0 }];
  for (const [index, step] of steps.entries()) {
    const above = steps[index - 1];
    const fits = (ways: readonly Way[]): boolean => isImplied(step, ways, above);
    const isExplicit = !findPlace(frames, fits);
    if (isExplicit) closeTo(frames, commonFrame(frames, step));
    const section = currentOf(frames.at(-1)) ?? root;
    const sections = sectionsOf(step);
    section.items.push({ step, isExplicit, sections: sections.map(({ items }) => items) });
    section.ways = [{ from: idOf(step), on: 'success' }];
    if (sections.length > 0) frames.push({ sections, owner: idOf(step), isSwitch: 'switch' in step, at: 'switch' in step ? -1 : 0 });
  }
  return root.items;
}

/** Opens or closes blocks so that the step fits; false, and nothing is changed, where it fits nowhere. */
function findPlace(frames: Frame[], fits: (ways: readonly Way[]) => boolean): boolean {
  let behind: readonly Way[] | undefined;
  for (let depth = frames.length - 1; depth >= 0; depth--) {
    const frame = frames[depth];
    if (frame === undefined) return false;
    const ways = behind ?? currentOf(frame)?.ways;
    if (ways !== undefined && fits(ways)) {
      closeTo(frames, depth);
      return true;
    }
    const next = frame.sections.findIndex(({ entry }, index) => index > frame.at && fits([entry]));
    if (next >= 0) {
      closeTo(frames, depth);
      frame.at = next;
      return true;
    }
    behind = exitsOf(frame, behind);
  }
  return false;
}

/** `current`: the ways out of the section that is being filled, where a block at its end has been closed in thought only. */
function exitsOf({ sections, isSwitch, at, owner }: Frame, current?: readonly Way[]): readonly Way[] {
  if (isSwitch && owner !== undefined && sections.every(({ items }) => items.length === 0)) return [{ from: owner, on: 'success' }];
  return sections.flatMap((section, index) => (index === at && current !== undefined ? current : section.ways));
}

function closeTo(frames: Frame[], depth: number): void {
  while (frames.length - 1 > depth) {
    const closed = frames.pop();
    const section = currentOf(frames.at(-1));
    if (closed !== undefined && section !== undefined) section.ways = exitsOf(closed);
  }
}

function currentOf(frame: Frame | undefined): Section | undefined {
  return frame?.sections[frame.at];
}

function sectionsOf(step: StepDocument): Section[] {
  const from = idOf(step);
  const entries: Way[] =
    'if' in step
      ? [true, false].map((on) => ({ from, on }))
      : 'switch' in step
        ? [...step.cases, 'default'].map((on) => ({ from, on }))
        : [];
  return entries.map((entry) => ({ items: [], entry, ways: [entry] }));
}

function isImplied(step: StepDocument, ways: readonly Way[], above: StepDocument | undefined): boolean {
  if (step.join === 'any') return false;
  const implied = impliedNeeds(ways, above === undefined ? undefined : { id: idOf(above), isIf: 'if' in above });
  return JSON.stringify(implied) === JSON.stringify(canonicalNeeds(step.needs));
}

/** The innermost block that holds all that the step waits for. */
function commonFrame(frames: readonly Frame[], step: StepDocument): number {
  const sources = (step.needs ?? []).map((need) => (typeof need === 'string' ? need : need.step));
  if (sources.length === 0) return 0;
  const depth = frames.findLastIndex((frame, index) => {
    if (index === 0) return true;
    const section = currentOf(frame);
    return section !== undefined && sources.every((id) => section.items.some((item) => holds(item, id)));
  });
  return Math.max(0, depth);
}

function holds({ step, sections }: Item, id: string): boolean {
  return step.id === id || sections.some((items) => items.some((item) => holds(item, id)));
}
