import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './errors.ts';

export const desktopSettingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  startAtLogin: z.boolean(),
  /** Closing the window leaves triggers running. */
  keepInTray: z.boolean(),
  /** Electron's accelerator; empty for none. */
  quickRunShortcut: z.string().max(100),
  /** Tell when a run fails or needs a person. */
  notifications: z.boolean(),
});

export const defaultDesktopSettings: DesktopSettings = {
  theme: 'system',
  startAtLogin: false,
  keepInTray: true,
  quickRunShortcut: 'CommandOrControl+Shift+Space',
  notifications: true,
};

/** What the menu and the tray can lead to. */
export const desktopPageSchema = z.enum(['home', 'workflows', 'runs', 'inbox', 'triggers', 'settings']);

const fileSchema = z.object({ path: z.string(), text: z.string() });

/** What reaches the window from outside the page. `run`, `open` and `import` come from links and files: a person confirms them. */
export const askSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('go'), page: desktopPageSchema, run: z.string().exactOptional() }),
  z.object({ kind: z.literal('run'), workflow: z.string(), inputs: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('open'), run: z.string() }),
  z.object({ kind: z.literal('import'), ...fileSchema.shape }),
  z.object({ kind: z.literal('problem'), message: z.string() }),
]);

/** What only the desktop's window can ask; other hosts do not serve it. */
export const desktopContract = {
  /** Each ask is told once, to one listener; what comes while nobody listens waits. */
  asks: procedure.output(eventIterator(askSchema)),
  settings: {
    get: procedure.output(desktopSettingsSchema),
    /** The settings as they are then: the system may refuse a shortcut or a login item, which is a CONFLICT. */
    set: procedure.input(desktopSettingsSchema.partial()).output(desktopSettingsSchema),
  },
  /** A workflow file that the person chooses in the system's dialog; null when none. */
  chooseFile: procedure.output(fileSchema.nullable()),
  /** Shows the data folder in the file manager. */
  showDataFolder: procedure,
  /** Brings the main window to the front, at a page. */
  present: procedure.input(z.object({ page: desktopPageSchema, run: z.string().optional() })),
  /** Hides the window that asks. */
  hideQuickRun: procedure,
};

export type DesktopSettings = z.output<typeof desktopSettingsSchema>;
export type DesktopPage = z.output<typeof desktopPageSchema>;
export type Ask = z.output<typeof askSchema>;
