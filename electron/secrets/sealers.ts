import { randomBytes, scryptSync } from 'node:crypto';
import type { SecretKeeper } from '../../shared/contract/secrets.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Keychain } from '../platform/keychain.ts';
import { decrypt, encrypt } from './cipher.ts';
import { keyFileIn, readKeyFile } from './key-file.ts';
import type { SecretFile } from './secret-file.ts';

/** Turns values into what may stand in a file, and back. `label` names the value; a sealed value opens under its own label only. */
export interface Sealers {
  /** Who keeps what is sealed now, and that in plain words. */
  readonly current: SecretKeeper;
  describe(): string;
  /** `salt` is to be kept in the file. Throws ActionError when the key does not open what `file` holds already. */
  seal(file: SecretFile, label: string, value: string): { readonly sealed: Buffer; readonly salt?: string };
  /** Throws ActionError `SECRET_KEY_MISSING`, `SECRET_KEY_WRONG` or `SECRET_SEALED_ELSEWHERE`. */
  open(keptBy: SecretKeeper, salt: string | undefined, label: string, sealed: Buffer): string;
}

export interface SealerOptions {
  readonly dataDir: string;
  readonly keychain: Keychain | undefined;
  /** PAWL_SECRET_KEY; empty counts as none. */
  readonly passphrase: string | undefined;
}

/** 32 MB and a tenth of a second, once for each start: nobody is answered meanwhile. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** A passphrase that somebody has set wins, because it opens the secrets with and without a window; then the keychain, then the key file. */
export function createSealers({ dataDir, keychain, passphrase }: SealerOptions): Sealers {
  const keys = new Map<string, Buffer>();
  const hasPassphrase = passphrase !== undefined && passphrase !== '';

  function passphraseKey(salt: string): Buffer {
    const known = keys.get(salt);
    if (known !== undefined) return known;
    if (!hasPassphrase) {
      throw new ActionError('SECRET_KEY_MISSING', 'The secret was kept with a passphrase, and PAWL_SECRET_KEY is not set', {
        kind: 'needs_person',
        hint: 'Start Pawl with PAWL_SECRET_KEY set as it was, or set the secret again: pawl secrets set NAME',
      });
    }
    const key = scryptSync(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, SCRYPT);
    keys.set(salt, key);
    return key;
  }

  function requireKeychain(): Keychain {
    const problem = keychain === undefined ? 'Pawl runs here without its window' : keychain.problem();
    if (keychain !== undefined && problem === undefined) return keychain;
    throw new ActionError(
      'SECRET_SEALED_ELSEWHERE',
      `The secret is kept by the keychain of the desktop, which cannot be reached: ${problem ?? ''}`,
      {
        kind: 'needs_person',
        hint: 'Start the Pawl window: commands then use it. Or set the secret again here: pawl secrets set NAME',
      },
    );
  }

  /** Two keys of one kind in one file would leave nobody able to say which is right. */
  function requireSameKey(file: SecretFile, keptBy: SecretKeeper): void {
    const [other] = Object.entries(file.secrets).filter(([, entry]) => entry.keptBy === keptBy);
    if (other !== undefined) sealers.open(keptBy, file.salt, labelOf(other[0]), Buffer.from(other[1].sealed, 'base64'));
  }

  const sealers: Sealers = {
    get current() {
      if (hasPassphrase) return 'passphrase';
      return keychain !== undefined && keychain.problem() === undefined ? 'keychain' : 'key-file';
    },
    describe() {
      switch (sealers.current) {
        case 'passphrase':
          return 'Encrypted with the passphrase in PAWL_SECRET_KEY.';
        case 'keychain':
          return `Encrypted by ${keychain?.name ?? 'the keychain'}: the file alone opens nothing.`;
        case 'key-file': {
          const why = keychain === undefined ? '' : ` (${keychain.problem() ?? ''})`;
          return `Encrypted with the key in ${keyFileIn(dataDir)}${why}: whoever can read your files can read them. Set PAWL_SECRET_KEY to a passphrase, or use the desktop app with a keychain, to keep them better.`;
        }
      }
    },
    seal(file, label, value) {
      const keptBy = sealers.current;
      requireSameKey(file, keptBy);
      if (keptBy === 'keychain') return { sealed: requireKeychain().encrypt(JSON.stringify({ label, value })) };
      if (keptBy === 'key-file') {
        const isFirst = !Object.values(file.secrets).some((entry) => entry.keptBy === keptBy);
        return { sealed: encrypt(readKeyFile(dataDir, isFirst), label, value) };
      }
      const salt = file.salt ?? randomBytes(16).toString('base64');
      return { sealed: encrypt(passphraseKey(salt), label, value), salt };
    },
    open(keptBy, salt, label, sealed) {
      try {
        if (keptBy === 'key-file') return decrypt(readKeyFile(dataDir, false), label, sealed);
        if (keptBy === 'passphrase') return decrypt(passphraseKey(salt ?? ''), label, sealed);
        return openedByKeychain(requireKeychain().decrypt(sealed), label);
      } catch (cause) {
        if (cause instanceof ActionError) throw cause;
        throw wrongKey(keptBy, dataDir, cause);
      }
    },
  };
  return sealers;
}

export function labelOf(name: string): string {
  return `secret:${name}`;
}

function openedByKeychain(text: string, label: string): string {
  const content: unknown = JSON.parse(text);
  const isOurs = typeof content === 'object' && content !== null && 'label' in content && 'value' in content;
  if (!isOurs || content.label !== label || typeof content.value !== 'string') throw new Error('It was sealed as something else');
  return content.value;
}

function wrongKey(keptBy: SecretKeeper, dataDir: string, cause: unknown): ActionError {
  const what = {
    keychain: 'the keychain of this user does not open it',
    passphrase: 'PAWL_SECRET_KEY is another passphrase than the one that it was kept with, or the file was changed',
    'key-file': `the key in ${keyFileIn(dataDir)} is another one, or the file was changed`,
  }[keptBy];
  return new ActionError('SECRET_KEY_WRONG', `The secret cannot be opened: ${what}`, {
    kind: 'needs_person',
    hint: 'Give the right key, or set the secret again: pawl secrets set NAME. Nothing was changed.',
    cause,
  });
}
