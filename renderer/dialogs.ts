import { lazy } from 'react';

const importDialog = () => import('./workflows/import-dialog.tsx');
const runDialog = () => import('./run-form/run-dialog.tsx');
const palette = () => import('./palette/palette.tsx');
const shortcutsDialog = () => import('./palette/shortcuts-dialog.tsx');

/** To be called when there is nothing else to do: who opens the palette types at once. */
export const dialogLoads: readonly (() => Promise<unknown>)[] = [palette, runDialog, importDialog, shortcutsDialog];

/** Dialogs that stand over any page; loaded when the first is opened. */
export const ImportDialog = lazy(async () => ({ default: (await importDialog()).ImportDialog }));
export const RunDialog = lazy(async () => ({ default: (await runDialog()).RunDialog }));
export const Palette = lazy(async () => ({ default: (await palette()).Palette }));
export const ShortcutsDialog = lazy(async () => ({ default: (await shortcutsDialog()).ShortcutsDialog }));
