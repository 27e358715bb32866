import { type ParsedCron, parseCron } from '../../../shared/triggers/cron.ts';
import type { ScheduleConfig } from '../../../shared/triggers/schedule.ts';
import type { Schedule } from './due-slots.ts';
import { machineZone, openZone } from './zone.ts';

/** Throws RangeError for a cron or a zone that the config's schema would have refused. */
export function openSchedule(key: string, config: ScheduleConfig): Schedule {
  return {
    key,
    crons: [config.cron].flat().map(readCron),
    zone: openZone(config.timezone ?? machineZone()),
    catchUp: config.catchUp,
    windowMs: config.window,
    jitterMs: config.jitter,
  };
}

function readCron(text: string): ParsedCron {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new RangeError(parsed.message);
  return parsed.cron;
}
