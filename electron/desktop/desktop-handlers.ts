import { implement } from '@orpc/server';
import { type DesktopSettings, desktopContract } from '../../shared/contract/desktop.ts';
import type { Asks } from './asks.ts';
import { readWorkflowFile } from './workflow-file.ts';

export interface DesktopParts {
  readonly asks: Asks;
  settings(): DesktopSettings;
  /** What the system refused, or undefined. */
  change(change: Partial<DesktopSettings>): string | undefined;
  /** A path, or undefined when the person chose none. */
  chooseFile(): Promise<string | undefined>;
  showDataFolder(): void;
  showMainWindow(): void;
  hideQuickRun(): void;
}

/** Handlers of what only the desktop's window can ask. */
export function desktopHandlers(parts: DesktopParts) {
  const desktop = implement(desktopContract);
  return desktop.router({
    asks: desktop.asks.handler(({ signal }) => parts.asks.listen(signal)),
    settings: {
      get: desktop.settings.get.handler(() => parts.settings()),
      set: desktop.settings.set.handler(({ input, errors }) => {
        const refusal = parts.change(definedOf(input));
        if (refusal !== undefined) throw errors.CONFLICT({ message: refusal, data: {} });
        return parts.settings();
      }),
    },
    chooseFile: desktop.chooseFile.handler(async ({ errors }) => {
      const file = await parts.chooseFile();
      if (file === undefined) return null;
      const read = await readWorkflowFile(file);
      if (read.kind === 'import') return { path: read.path, text: read.text };
      throw errors.CONFLICT({ message: read.kind === 'problem' ? read.message : file, data: {} });
    }),
    showDataFolder: desktop.showDataFolder.handler(() => parts.showDataFolder()),
    present: desktop.present.handler(({ input }) => {
      parts.asks.add({ kind: 'go', page: input.page, ...(input.run === undefined ? {} : { run: input.run }) });
      parts.hideQuickRun();
      parts.showMainWindow();
    }),
    hideQuickRun: desktop.hideQuickRun.handler(() => parts.hideQuickRun()),
  });
}

function definedOf(change: { readonly [K in keyof DesktopSettings]?: DesktopSettings[K] | undefined }): Partial<DesktopSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
