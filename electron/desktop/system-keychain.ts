import { safeStorage } from 'electron';
import type { Keychain } from '../platform/keychain.ts';

/** Electron's safeStorage. To be asked when the application is ready, not before. */
export function createSystemKeychain(os: NodeJS.Platform): Keychain {
  return {
    name: nameOf(os),
    problem() {
      if (!safeStorage.isEncryptionAvailable()) return 'the desktop offers no keychain';
      // Chromium's fixed password: no better than plain text.
      if (os === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return 'no keyring is installed or unlocked';
      return undefined;
    },
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (encrypted) => safeStorage.decryptString(encrypted),
  };
}

function nameOf(os: NodeJS.Platform): string {
  if (os === 'darwin') return 'the macOS Keychain';
  return os === 'win32' ? 'your Windows account' : "the desktop's keyring";
}
