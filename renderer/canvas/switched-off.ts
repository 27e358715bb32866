import type { StepDocument } from '../../shared/workflow/schema.ts';

type When = StepDocument['when'];

const held = /^false && \((.*)\)$/s;

/** A step that a person has switched off never runs. Its condition is kept inside, for when it is switched on again. */
export function isSwitchedOff(when: When): boolean {
  return when === false || when === 'false' || (typeof when === 'string' && held.test(when));
}

export function switchedOff(when: When): When {
  return typeof when === 'string' && !isSwitchedOff(when) ? `false && (${when})` : false;
}

export function switchedOn(when: When): When {
  return typeof when === 'string' ? held.exec(when)?.[1] : undefined;
}
