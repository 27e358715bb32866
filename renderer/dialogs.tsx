import { onDemand } from './on-demand.tsx';

const importDialog = () => import('./workflows/import-dialog.tsx');
const runDialog = () => import('./run-form/run-dialog.tsx');
const palette = () => import('./palette/palette.tsx');
const shortcutsDialog = () => import('./palette/shortcuts-dialog.tsx');

/** To be called when there is nothing else to do: who opens the palette types at once. */
export const dialogLoads: readonly (() => Promise<unknown>)[] = [palette, runDialog, importDialog, shortcutsDialog];

/** Dialogs that stand over any page; loaded when the first is opened. */
export const ImportDialog = onDemand(async () => (await importDialog()).ImportDialog);
export const RunDialog = onDemand(async () => (await runDialog()).RunDialog);
export const Palette = onDemand(async () => (await palette()).Palette);
export const ShortcutsDialog = onDemand(async () => (await shortcutsDialog()).ShortcutsDialog);
