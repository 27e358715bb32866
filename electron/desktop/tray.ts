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
      tray.setToolTip(tipOf(activity));
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(activity, actions)));
    },
    destroy: () => tray.destroy(),
  };
}

function tipOf({ runs, waitingForPerson, allTriggersPaused }: Activity): string {
  const parts = [
    ...(runs.length === 0 ? [] : [`${runs.length} ${runs.length === 1 ? 'run' : 'runs'} under way`]),
    ...(waitingForPerson === 0 ? [] : [`${waitingForPerson} waiting for you`]),
    ...(allTriggersPaused ? ['triggers paused'] : []),
  ];
  return parts.length === 0 ? 'Pawl' : `Pawl: ${parts.join(', ')}`;
}
