import { lazy } from 'react';

/** To be called when there is nothing else to do: who opens the palette types at once. */
export const loadPalette = () => import('./palette/palette.tsx');

/** Dialogs that stand over any page; loaded when the first is opened. */
export const ImportDialog = lazy(async () => ({ default: (await import('./workflows/import-dialog.tsx')).ImportDialog }));
export const RunDialog = lazy(async () => ({ default: (await import('./run-form/run-dialog.tsx')).RunDialog }));
export const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }));
export const ShortcutsDialog = lazy(async () => ({ default: (await import('./palette/shortcuts-dialog.tsx')).ShortcutsDialog }));
