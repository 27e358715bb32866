import { engine, isDesktop } from '../bridge/engine.ts';
import type { ImportSource } from '../ui/app-actions.ts';

/** A file that the person chooses: in the system's dialog, which tells its path, or in the browser's, which does not. Undefined for none. */
export function chooseFile(): Promise<ImportSource | undefined> {
  return isDesktop ? chooseOnDesktop() : chooseInBrowser();
}

async function chooseOnDesktop(): Promise<ImportSource | undefined> {
  const file = await engine.desktop.chooseFile();
  return file === null ? undefined : { text: file.text, path: file.path, name: file.path };
}

function chooseInBrowser(): Promise<ImportSource | undefined> {
  return new Promise((resolve, reject) => {
    const field = document.createElement('input');
    field.type = 'file';
    field.accept = '.yaml,.yml,.json,.bas';
    field.addEventListener('cancel', () => resolve(undefined));
    field.addEventListener('change', () => {
      const [file] = field.files ?? [];
      if (file === undefined) resolve(undefined);
      else file.text().then((text) => resolve({ text, name: file.name }), reject);
    });
    field.click();
  });
}
