import path from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { Activity } from './activity.ts';
import { type TrayActions, trayMenu } from './tray-menu.ts';

export interface PawlTray {
  show(activity: Activity): void;
  destroy(): void;
}

export function createTray(resources: string, actions: TrayActions): PawlTray {
  // On macOS the system colours it: black on transparent, named `…Template`.
  const image = nativeImage.createFromPath(path.join(resources, 'icons', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'));
  if (process.platform === 'darwin') image.setTemplateImage(true);
  const tray = new Tray(image);
  tray.on('click', actions.open);

  return {
    show(activity) {
      const busy = activity.runs.length;
      tray.setToolTip(busy === 0 ? 'Pawl' : `Pawl: ${busy} ${busy === 1 ? 'run' : 'runs'} under way`);
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(activity, actions)));
    },
    destroy: () => tray.destroy(),
  };
}
