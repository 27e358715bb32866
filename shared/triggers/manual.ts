import { z } from 'zod';
import { defineTrigger } from './trigger.ts';

export const manualTrigger = defineTrigger({
  type: 'manual',
  title: 'By hand',
  summary: 'Fires when a person starts the workflow',
  config: z.strictObject({
    shortcut: z.string().min(1).optional().describe('Global keyboard shortcut, for example Ctrl+Alt+R (desktop)'),
    tray: z.boolean().default(false).describe('Show the workflow in the tray menu (desktop)'),
    confirm: z.boolean().default(false).describe('Ask before starting'),
    form: z.boolean().default(false).describe('Ask for the variables before starting'),
  }),
  data: z.object({
    by: z.string().describe('Who asked'),
    from: z.string().describe('Where from: cli, dashboard, tray, shortcut, api'),
  }),
  example: { confirm: true },
});
