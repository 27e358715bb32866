import { sourceOf } from '../edges.ts';
import type { StepDocument } from '../schema.ts';
import { STEP_NUMBER } from './omitted-ids.ts';
import { isPlainName } from './write-values.ts';

type Needs = StepDocument['needs'];
type Need = NonNullable<Needs>[number];

/** As they are written where nothing is said that goes without saying. */
export function canonicalNeeds(needs: Needs): unknown[] | undefined {
  return needs?.map((need) => {
    if (typeof need === 'string') return need;
    const { step, on, label } = need;
    if (label !== undefined) return { step, on, label };
    return on === 'success' ? step : { step, on };
  });
}

/** The AFTER clause of a step; undefined where the language cannot say it. */
export function writeAfter({ needs, join }: StepDocument): string | undefined {
  if (needs === undefined) return undefined;
  if (needs.length === 0) return join === 'any' ? undefined : 'AFTER NOTHING';
  if (!needs.every((need) => writeStepName(sourceOf(need)) !== undefined)) return undefined;
  return `AFTER ${join === 'any' ? 'ANY OF ' : ''}${needs.map(writeNeed).join(', ')}`;
}

/** How a step is named where another speaks of it; undefined for an id that is a word of the language. */
export function writeStepName(id: string): string | undefined {
  return STEP_NUMBER.exec(id)?.[1] ?? (isPlainName(id) ? id : undefined);
}

function writeNeed(need: Need): string {
  const name = writeStepName(sourceOf(need)) ?? '';
  if (typeof need === 'string') return name;
  const label = need.label === undefined ? '' : ` LABEL ${JSON.stringify(need.label)}`;
  return name + conditionText(need.on) + label;
}

function conditionText(on: Exclude<Need, string>['on']): string {
  if (typeof on === 'object') return ` GIVEN ${JSON.stringify(on.expression)}`;
  if (on === 'success') return '';
  if (on === 'failure') return ' FAILED';
  return on === 'always' ? ' ENDED' : ` IS ${JSON.stringify(on)}`;
}
