import { z } from 'zod';
import { defineAction } from '../action.ts';

export const notifyDesktop = defineAction({
  type: 'notify.desktop',
  title: 'Show a notification',
  summary: 'Shows a notification on the desktop, and waits for a click if asked to',
  effect: 'keyed',
  parameters: z.strictObject({
    title: z.string().min(1).describe('The first line'),
    body: z.string().optional().describe('More text, shown as it is'),
    urgency: z.enum(['low', 'normal', 'critical']).default('normal').describe('critical stays until it is closed'),
    icon: z.string().min(1).optional().describe('Path of a picture, or the name of an icon of the desktop'),
    actions: z.array(z.string().min(1)).max(5).default([]).describe('Labels of buttons; the step waits until one is clicked'),
    wait: z.boolean().default(false).describe('Wait until the notification is clicked or closed'),
    tag: z.string().min(1).optional().describe('A later notification with the same tag replaces this one'),
  }),
  output: z.object({
    shown: z.boolean().describe('The desktop took the notification'),
    clicked: z.string().nullable().describe('The label of the button, `default` for the notification itself, null when it was closed'),
  }),
  example: { title: 'Build finished', body: 'All tests passed' },
});
