import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { ActionError } from '../../shared/lib/action-error.ts';

const vaultSchema = z.record(z.string(), z.base64());

export interface SecretVault {
  /** Undefined when there is none of that name. Throws ActionError `SECRETS_UNAVAILABLE`. */
  read(name: string): string | undefined;
  write(name: string, value: string): void;
  remove(name: string): void;
  names(): readonly string[];
}

/** Secrets by name in `secrets.json`, each encrypted by the system's keychain: the file alone opens nothing. */
export function openSecretVault(dataDir: string): SecretVault {
  const file = path.join(dataDir, 'secrets.json');

  function load(): Record<string, string> {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw error;
    }
    return vaultSchema.parse(JSON.parse(text));
  }

  function save(secrets: Record<string, string>): void {
    const temporary = `${file}.new`;
    writeFileSync(temporary, JSON.stringify(secrets), { mode: 0o600 });
    renameSync(temporary, file);
  }

  return {
    read(name) {
      const secrets = load();
      const encrypted = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (encrypted === undefined) return undefined;
      requireKeychain();
      return safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
    },
    write(name, value) {
      requireKeychain();
      save({ ...load(), [name]: safeStorage.encryptString(value).toString('base64') });
    },
    remove(name) {
      const { [name]: _removed, ...rest } = load();
      save(rest);
    },
    names: () => Object.keys(load()).sort(),
  };
}

function requireKeychain(): void {
  // `basic_text` is Chromium's fixed password: no better than plain text.
  const isReal = process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  if (safeStorage.isEncryptionAvailable() && isReal) return;
  throw new ActionError('SECRETS_UNAVAILABLE', 'The desktop offers no keychain to keep secrets in', {
    hint: 'Install and unlock one (on Linux GNOME Keyring or KWallet), then start Pawl again.',
  });
}
