import { toString as describeCron } from 'cronstrue';

/** A schedule in words; as it is written where there are none for it. */
export function scheduleText(pattern: string): string {
  try {
    return describeCron(pattern, { use24HourTimeFormat: true, throwExceptionOnParseError: true });
  } catch {
    return pattern;
  }
}
