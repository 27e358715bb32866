import { createContext, useContext } from 'react';

export interface ImportSource {
  readonly text: string;
  /** Absolute; not known of a file that was dropped. */
  readonly path?: string;
  readonly name: string;
}

/** What any page can ask the window for: dialogs that belong to no page. */
export interface AppActions {
  /** Lets the person choose a file, and shows what it would bring. */
  importFile(): void;
  /** Shows what this text would bring, before anything is stored. */
  previewImport(source: ImportSource): void;
  /** Opens the form of a workflow's inputs. */
  runWorkflow(workflow: { readonly id: string; readonly name: string }): void;
  openPalette(): void;
  showShortcuts(): void;
}

const nothing = (): void => undefined;

export const AppActionsContext = createContext<AppActions>({
  importFile: nothing,
  previewImport: nothing,
  runWorkflow: nothing,
  openPalette: nothing,
  showShortcuts: nothing,
});

export const useAppActions = (): AppActions => useContext(AppActionsContext);
