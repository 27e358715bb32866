import type { ElectronApplication } from '@playwright/test';
import type { DesktopRecord } from './stand-in/record.ts';

/** Reads or clicks what the application has asked of the desktop. Only the stand-in records it. */
export function onDesktop<T, A = undefined>(
  app: ElectronApplication,
  act: (desktop: DesktopRecord, argument: A) => T | Promise<T>,
  argument?: A,
): Promise<T> {
  return app.evaluate(
    (_electron, { source, given }) => {
      const { standIn } = globalThis as unknown as { standIn: unknown };
      return new Function('desktop', 'argument', `return (${source})(desktop, argument)`)(standIn, given);
    },
    { source: act.toString(), given: argument },
  ) as Promise<T>;
}

/** Clicks in the tray's menu. */
export async function clickInTray(app: ElectronApplication, id: string): Promise<void> {
  await onDesktop(
    app,
    (desktop, wanted) => {
      const [tray] = desktop.trays;
      const item = tray?.menu?.getMenuItemById(wanted);
      if (!item) throw new Error(`The tray has no ${wanted}`);
      item.click();
    },
    id,
  );
}

/** The labels of the tray's menu, those of submenus after their own. */
export function trayLabels(app: ElectronApplication): Promise<string[]> {
  return onDesktop(app, (desktop) => {
    const [tray] = desktop.trays;
    return (tray?.menu?.items ?? []).flatMap((item) => [item.label, ...(item.submenu?.items ?? []).map(({ label }) => label)]);
  });
}
