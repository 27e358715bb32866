import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Electron from 'electron';
import { app } from './app.ts';
import { LoudEmitter, loud } from './loud.ts';
import { record } from './record.ts';

export const dialog = loud('dialog', {
  async showMessageBox(...given: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    record.dialogs.push({ kind: 'message', options: given.at(-1) });
    return { response: record.answers.button, checkboxChecked: record.answers.checked };
  },
  async showOpenDialog(...given: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    record.dialogs.push({ kind: 'open', options: given.at(-1) });
    return { canceled: record.answers.files.length === 0, filePaths: record.answers.files };
  },
  async showSaveDialog(...given: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    record.dialogs.push({ kind: 'save', options: given.at(-1) });
    return { canceled: record.answers.file === '', filePath: record.answers.file };
  },
  showErrorBox(title: string, content: string): void {
    record.dialogs.push({ kind: 'error', options: { title, content } });
  },
});

export const shell = loud('shell', {
  async trashItem(file: string): Promise<void> {
    if (!existsSync(file)) throw new Error('Failed to move item to trash');
    record.trashed.push(file);
  },
  showItemInFolder: (file: string) => void record.shownInFolder.push(file),
  openExternal: async (url: string) => void record.openedOutside.push(url),
  async openPath(file: string): Promise<string> {
    record.openedOutside.push(file);
    return '';
  },
}) satisfies Pick<Electron.Shell, 'trashItem' | 'showItemInFolder' | 'openExternal' | 'openPath'>;

export const clipboard = loud('clipboard', {
  async writeText(text: string): Promise<void> {
    record.clipboard = text;
  },
}) satisfies Pick<Electron.Clipboard, 'writeText'>;

export const globalShortcut = loud('globalShortcut', {
  register(accelerator: string, callback: () => void): boolean {
    if (record.shortcuts.has(accelerator)) return false;
    record.shortcuts.set(accelerator, callback);
    return true;
  },
  isRegistered: (accelerator: string) => record.shortcuts.has(accelerator),
  unregister: (accelerator: string) => void record.shortcuts.delete(accelerator),
  unregisterAll: () => record.shortcuts.clear(),
}) satisfies Pick<Electron.GlobalShortcut, 'register' | 'isRegistered' | 'unregister' | 'unregisterAll'>;

/** Tests emit `suspend`, `resume`, `lock-screen`, `unlock-screen`, `shutdown`. */
class PowerMonitor extends LoudEmitter {}
export const powerMonitor = new PowerMonitor();

/** Not the system's keychain: a key beside the data, so that what is written can be read by the next start. */
export const safeStorage = loud('safeStorage', {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString(text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyOfUser(), nonce);
    return Buffer.concat([Buffer.from('v11'), nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  decryptString(bytes: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', keyOfUser(), bytes.subarray(3, 15));
    decipher.setAuthTag(bytes.subarray(-16));
    return decipher.update(bytes.subarray(15, -16), undefined, 'utf8') + decipher.final('utf8');
  },
}) satisfies Pick<Electron.SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'>;

function keyOfUser(): Buffer {
  const file = path.join(app.getPath('sessionData'), 'stand-in.key');
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
  }
  return readFileSync(file);
}

const display = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  workAreaSize: { width: 1920, height: 1040 },
};
export const screen = loud('screen', {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayNearestPoint: () => display,
  getCursorScreenPoint: () => ({ x: 960, y: 540 }),
});

class NativeImage {
  readonly bytes: Buffer;
  isTemplate = false;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  isEmpty = (): boolean => this.bytes.length === 0;
  setTemplateImage(template: boolean): void {
    this.isTemplate = template;
  }
}
export const nativeImage = loud('nativeImage', {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  createFromPath: (file: string) => new NativeImage(existsSync(file) ? readFileSync(file) : Buffer.alloc(0)),
});

export const crashReporter = loud('crashReporter', { start: () => {} });
