import { z } from 'zod';

const modelBudgetSchema = z.strictObject({
  tokens: z.number().int().positive().exactOptional(),
  /** US dollars. */
  cost: z.number().positive().exactOptional(),
});

const days = z.number().int().min(1).max(3650);
const runsKept = z.strictObject({
  /** Of each workflow; null: all of them. */
  keep: z.number().int().min(1).max(1_000_000).nullable(),
  days,
});

/** What holds for the whole data folder. A workflow's own `settings.retention` goes before what stands here. */
export const engineSettingsSchema = z.strictObject({
  retention: z.strictObject({
    /** Runs that went well or were cancelled. */
    wentWell: runsKept,
    wentWrong: runsKept,
    /** Of the trigger journal. */
    journalDays: days,
  }),
  /** How many of the daily backups are kept. */
  backupsKept: z.number().int().min(1).max(365),
  /** What models may take on one day, by the local calendar. Left out: as much as is asked. */
  modelsPerDay: modelBudgetSchema.exactOptional(),
});

export const defaultEngineSettings: EngineSettings = {
  retention: { wentWell: { keep: 1000, days: 30 }, wentWrong: { keep: null, days: 90 }, journalDays: 90 },
  backupsKept: 7,
};

export type EngineSettings = z.output<typeof engineSettingsSchema>;
