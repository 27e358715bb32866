import { implement } from '@orpc/server';
import { type DesktopSettings, desktopContract, type LoopbackState } from '../../shared/contract/desktop.ts';
import type { Asks } from './asks.ts';
import type { Outside } from './outside.ts';
import { readWorkflowFile } from './workflow-file.ts';

/** False where there is no loopback server. */
interface LoopbackHandlers {
  state(): LoopbackState;
  copyToken(): Promise<boolean>;
  open(): Promise<boolean>;
}

export interface DesktopParts {
  readonly asks: Asks;
  settings(): DesktopSettings;
  /** What the system refused, or undefined. */
  change(change: Partial<DesktopSettings>): Promise<string | undefined>;
  readonly loopback: LoopbackHandlers;
  readonly outside: Outside;
  /** A path, or undefined when the person chose none. */
  chooseFile(): Promise<string | undefined>;
  choosePath(kind: 'file' | 'folder'): Promise<string | undefined>;
  showDataFolder(): void;
  showMainWindow(): void;
  hideQuickRun(): void;
}

const off = 'The loopback server is off; switch it on first.';

/** Handlers of what only the desktop's window can ask. */
export function desktopHandlers(parts: DesktopParts) {
  const desktop = implement(desktopContract);
  return desktop.router({
    asks: desktop.asks.handler(({ signal }) => parts.asks.listen(signal)),
    settings: {
      get: desktop.settings.get.handler(() => parts.settings()),
      set: desktop.settings.set.handler(async ({ input, errors }) => {
        const refusal = await parts.change(definedOf(input));
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
    choosePath: desktop.choosePath.handler(async ({ input }) => (await parts.choosePath(input.kind)) ?? null),
    loopback: {
      get: desktop.loopback.get.handler(() => parts.loopback.state()),
      copyToken: desktop.loopback.copyToken.handler(async ({ errors }) => {
        if (!(await parts.loopback.copyToken())) throw errors.CONFLICT({ message: off, data: {} });
      }),
      open: desktop.loopback.open.handler(async ({ errors }) => {
        if (!(await parts.loopback.open())) throw errors.CONFLICT({ message: off, data: {} });
      }),
    },
    openLink: desktop.openLink.handler(async ({ input, errors }) => {
      const refusal = await parts.outside.openLink(input.address);
      if (refusal !== undefined) throw errors.CONFLICT({ message: refusal, data: {} });
    }),
    openFile: desktop.openFile.handler(async ({ input, errors }) => {
      const refusal = await parts.outside.openFile(input.path);
      if (refusal !== undefined) throw errors.CONFLICT({ message: refusal, data: {} });
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
