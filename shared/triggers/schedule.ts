import { z } from 'zod';
import { cronNeverFires, parseCron } from './cron.ts';
import { durationField } from './duration-field.ts';
import { defineTrigger } from './trigger.ts';

const cronText = z.string().superRefine((text, context) => {
  const parsed = parseCron(text);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.message, params: { code: 'CRON_INVALID' } });
  else if (cronNeverFires(parsed.cron)) {
    const message = `"${text}" never fires: none of its months has such a day`;
    context.addIssue({ code: 'custom', message, params: { code: 'CRON_NEVER_FIRES' } });
  }
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const scheduleTrigger = defineTrigger({
  type: 'schedule',
  title: 'On a schedule',
  summary: 'Fires at the times of a cron expression',
  config: z.strictObject({
    cron: z
      .union([cronText, z.array(cronText).min(1)])
      .describe('5 fields, or 6 with seconds first: names, ranges, lists, steps, @daily and the like; or a list of them'),
    timezone: z
      .string()
      .refine(isTimeZone, 'is not a time zone; write a name such as Europe/Berlin or UTC')
      .optional()
      .describe("IANA name; default: the machine's zone"),
    catchUp: z
      .enum(['once', 'all', 'skip'])
      .default('once')
      .describe('After sleep or downtime: one run for all missed times, one for each (24 at most), or none'),
    window: durationField().prefault('7d').describe('Missed times older than this are not caught up'),
    jitter: durationField().prefault(0).describe('Spread each firing over this long after its time'),
  }),
  data: z.object({
    scheduledTime: z.string().describe('The time this run stands for, ISO 8601 in UTC'),
    missedCount: z.number().int().describe('How many earlier times had passed without a run; counts to 1000'),
    timezone: z.string().describe('The zone the schedule is read in'),
  }),
  example: { cron: '0 9 * * mon-fri', timezone: 'Europe/Berlin' },
});
export type ScheduleConfig = z.output<typeof scheduleTrigger.config>;
