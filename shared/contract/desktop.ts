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
  /** REST, webhooks and the window in a browser, on this machine only. */
  loopback: z.boolean(),
  loopbackPort: z.number().int().min(1024).max(65_535),
});

export const defaultDesktopSettings: DesktopSettings = {
  theme: 'system',
  startAtLogin: false,
  keepInTray: true,
  quickRunShortcut: 'CommandOrControl+Shift+Space',
  notifications: true,
  loopback: false,
  loopbackPort: 7295,
};

/** How the loopback server stands; `url` is null where it is off, `note` says why it is not as it was wanted. */
export const loopbackSchema = z.object({ url: z.url().nullable(), note: z.string().nullable() });

/** What the menu and the tray can lead to. */
export const desktopPageSchema = z.enum(['home', 'workflows', 'runs', 'inbox', 'triggers', 'settings']);

const fileSchema = z.object({ path: z.string(), text: z.string() });

/** What reaches the window from outside the page. `run`, `open` and `import` come from links and files: a person confirms them. */
export const askSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('go'), page: desktopPageSchema, run: z.string().exactOptional() }),
  z.object({
    kind: z.literal('run'),
    workflow: z.string(),
    inputs: z.record(z.string(), z.string()),
    /** A link comes from anywhere; in the tray, the person has chosen it. */
    from: z.enum(['link', 'tray']),
  }),
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
    set: procedure.input(z.strictObject(desktopSettingsSchema.shape).partial()).output(desktopSettingsSchema),
  },
  /** A workflow file that the person chooses in the system's dialog; null when none. */
  chooseFile: procedure.output(fileSchema.nullable()),
  /** The absolute path of a file or folder that the person chooses in the system's dialog; null when none. Nothing of it is read. */
  choosePath: procedure.input(z.object({ kind: z.enum(['file', 'folder']) })).output(z.string().nullable()),
  loopback: {
    get: procedure.output(loopbackSchema),
    /** Puts the token that lets other programs in on the clipboard; the page does not get it. CONFLICT where the server is off. */
    copyToken: procedure,
    /** Opens the window in the browser, by an address that works once. CONFLICT where the server is off. */
    open: procedure,
  },
  /** Opens a web page or a letter in another program, when the person agrees. CONFLICT for any other address. */
  openLink: procedure.input(z.strictObject({ address: z.string() })),
  /** Opens a file of the data folder, or beside an imported workflow, in its usual program. CONFLICT for other files, and for programs. */
  openFile: procedure.input(z.strictObject({ path: z.string() })),
  /** Shows the data folder in the file manager. */
  showDataFolder: procedure,
  /** Brings the main window to the front, at a page. */
  present: procedure.input(z.strictObject({ page: desktopPageSchema, run: z.string().optional() })),
  /** Hides the window that asks. */
  hideQuickRun: procedure,
};

export type LoopbackState = z.output<typeof loopbackSchema>;
export type DesktopSettings = z.output<typeof desktopSettingsSchema>;
export type DesktopPage = z.output<typeof desktopPageSchema>;
export type Ask = z.output<typeof askSchema>;
