import { IANAZone } from 'luxon';

/** A stretch of time with one offset from UTC: `[from, to)` in UTC milliseconds. `offsetBefore` was in force just before `from`. */
export interface ZoneSegment {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
  readonly offsetBeforeMs: number;
}

export interface Zone {
  readonly name: string;
  segmentAt(utc: number): ZoneSegment;
}

/** No zone has two changes closer than this (the shortest known, around Ramadan in Morocco, are four weeks apart). */
const PROBE_MS = 14 * 86_400_000;
/** Segments are cut here when nothing changes for long, so that zones without summer time need few probes. */
const PROBES = 30;

export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const opened = new Map<string, Zone>();

/** Always the same for a name, so that what is known of a zone serves all schedules. Throws RangeError when the name is no IANA zone. */
export function openZone(name: string): Zone {
  const zone = opened.get(name) ?? createZone(name);
  opened.set(name, zone);
  return zone;
}

function createZone(name: string): Zone {
  const zone = IANAZone.create(name);
  if (!zone.isValid) throw new RangeError(`"${name}" is not a time zone`);
  const offsetAt = (utc: number) => Math.round(zone.offset(utc) * 60_000);
  const known: ZoneSegment[] = [];

  /** The first instant after `low` with another offset than there; `high` has one. */
  const changeBetween = (low: number, high: number): number => {
    const offset = offsetAt(low);
    let before = low;
    let after = high;
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (middle <= before) break;
      if (offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    return after;
  };

  const find = (utc: number): ZoneSegment => {
    const start = Math.floor(utc / 1000) * 1000;
    const offsetMs = offsetAt(start);
    let to = start + PROBES * PROBE_MS;
    for (let probe = 1; probe <= PROBES; probe += 1) {
      const at = start + probe * PROBE_MS;
      if (offsetAt(at) === offsetMs) continue;
      to = changeBetween(at - PROBE_MS, at);
      break;
    }
    for (let probe = 1; probe <= PROBES; probe += 1) {
      const at = start - probe * PROBE_MS;
      const offsetBeforeMs = offsetAt(at);
      if (offsetBeforeMs !== offsetMs) return { from: changeBetween(at, at + PROBE_MS), to, offsetMs, offsetBeforeMs };
    }
    return { from: start - PROBES * PROBE_MS, to, offsetMs, offsetBeforeMs: offsetMs };
  };

  return {
    name,
    segmentAt(utc) {
      const cached = known.find((segment) => utc >= segment.from && utc < segment.to);
      if (cached !== undefined) return cached;
      const segment = find(utc);
      known.push(segment);
      return segment;
    },
  };
}
