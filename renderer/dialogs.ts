import { lazy } from 'react';

/** Dialogs that stand over any page; loaded when the first is opened. */
export const ImportDialog = lazy(async () => ({ default: (await import('./workflows/import-dialog.tsx')).ImportDialog }));
export const RunDialog = lazy(async () => ({ default: (await import('./run-form/run-dialog.tsx')).RunDialog }));
export const ShortcutsDialog = lazy(async () => ({ default: (await import('./palette/shortcuts-dialog.tsx')).ShortcutsDialog }));
