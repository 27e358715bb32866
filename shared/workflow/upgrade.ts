import { isJsonObject } from '../lib/json.ts';
import type { Finding } from './finding.ts';
import { FORMAT } from './schema.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Lifts a document of the format number that is its key to the next number. Pure; need not set `pawl`. */
export type UpgradeSteps = Readonly<Record<number, (document: Raw) => Raw>>;

/** Format 1 is the first, so that nothing older exists. */
const UPGRADES: UpgradeSteps = {};

export type UpgradeResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly finding: Finding };

/** Brings a document to the newest format, one number at a time. A number that is no format at all is left for the schema to refuse. */
export function upgrade(value: unknown, upgrades: UpgradeSteps = UPGRADES, newest: number = FORMAT): UpgradeResult {
  if (!isJsonObject(value) || typeof value['pawl'] !== 'number' || !Number.isInteger(value['pawl'])) return { ok: true, value };
  const format = value['pawl'];
  if (format > newest) {
    const message = `This document is written in format ${format}, but this Pawl reads up to ${newest}: update Pawl, or export the workflow again from the older one`;
    return { ok: false, finding: { code: 'NEWER_FORMAT', message, path: ['pawl'] } };
  }
  let document: Raw = value;
  for (let number = format; number < newest; number++) {
    const lift = upgrades[number];
    if (lift === undefined) {
      const message = `There is no format ${format}: write \`pawl: ${newest}\``;
      return { ok: false, finding: { code: 'UNKNOWN_FORMAT', message, path: ['pawl'] } };
    }
    document = { ...lift(document), pawl: number + 1 };
  }
  return { ok: true, value: document };
}
