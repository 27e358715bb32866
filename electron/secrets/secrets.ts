import type { SecretProtection, SecretView } from '../../shared/contract/secrets.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { SecretBindings } from '../../shared/secrets/bindings.ts';
import type { Keychain } from '../platform/keychain.ts';
import { createMasks, type Masks } from './masks.ts';
import { createSealers, labelOf } from './sealers.ts';
import { readSecretFile, type SecretEntry, type SecretFile, writeSecretFile } from './secret-file.ts';

export interface SecretsOptions {
  /** Absolute. */
  readonly dataDir: string;
  readonly keychain: Keychain | undefined;
  readonly passphrase: string | undefined;
  now(): number;
}

/** Values by name, kept sealed in the data folder. Every call may throw ActionError `SECRETS_DAMAGED`; a call that throws has changed nothing. */
export interface Secrets {
  list(): SecretView[];
  names(): string[];
  /** How values that are set now are kept. */
  protection(): SecretProtection;
  /** Throws ActionError `SECRET_UNBOUND` for a new one without bindings, and what sealing throws. */
  set(request: SetRequest): SecretView;
  /** Undefined when there is none of that name. */
  bind(name: string, change: { readonly description?: string; readonly bindings?: SecretBindings }): SecretView | undefined;
  remove(name: string): boolean;
  bindings(name: string): SecretBindings | undefined;
  /** Undefined when there is none of that name. Throws ActionError when it cannot be opened here. */
  value(name: string): string | undefined;
  /** It has gone where it is bound to. */
  used(name: string): void;
  /** Know every value that can be opened here. */
  readonly masks: Masks;
  /** Text that may be stored, for a value that has no name: `open` gives it back. */
  sealText(value: string): string;
  openText(sealed: string): string;
}

export interface SetRequest {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
  readonly bindings?: SecretBindings;
}

const INPUT_LABEL = 'input';
/** Its last use is written at most this often. */
const USED_EVERY_MS = 60_000;

export function createSecrets(options: SecretsOptions): Secrets {
  const { dataDir, now } = options;
  const sealers = createSealers(options);
  const masks = createMasks(openable);
  /** Opened once: a keychain may ask the person, and a passphrase takes its time. */
  const opened = new Map<string, { readonly sealed: string; readonly value: string }>();
  let file: SecretFile | undefined;

  /** One process has the data folder, so that what was read stays true. */
  function read(): SecretFile {
    file ??= readSecretFile(dataDir);
    return file;
  }

  function write(content: SecretFile): void {
    writeSecretFile(dataDir, content);
    file = content;
  }

  function entryOf(name: string): SecretEntry | undefined {
    const { secrets } = read();
    return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  }

  function put(name: string, entry: SecretEntry, salt?: string): SecretView {
    const content = read();
    write({ ...content, ...(salt === undefined ? {} : { salt }), secrets: { ...content.secrets, [name]: entry } });
    return view(name, entry);
  }

  function open(name: string, entry: SecretEntry): string {
    const known = opened.get(name);
    if (known !== undefined && known.sealed === entry.sealed) return known.value;
    const value = sealers.open(entry.keptBy, read().salt, labelOf(name), Buffer.from(entry.sealed, 'base64'));
    opened.set(name, { sealed: entry.sealed, value });
    return value;
  }

  function problemOf(name: string, entry: SecretEntry): string | null {
    try {
      open(name, entry);
      return null;
    } catch (error) {
      if (error instanceof ActionError) return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
      throw error;
    }
  }

  /** What cannot be opened here is used by nobody here. */
  function openable(): string[] {
    const { passphrase } = options;
    try {
      const values = entries().flatMap(([name, entry]) => (problemOf(name, entry) === null ? [open(name, entry)] : []));
      return passphrase === undefined ? values : [...values, passphrase];
    } catch (error) {
      // Whoever lists or uses secrets is told of it.
      if (error instanceof ActionError) return [];
      throw error;
    }
  }

  function view(name: string, entry: SecretEntry): SecretView {
    const { description, bindings, createdAt, updatedAt, lastUsedAt, keptBy } = entry;
    return {
      name,
      description,
      bindings,
      createdAt: iso(createdAt),
      updatedAt: iso(updatedAt),
      lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
      keptBy,
      problem: problemOf(name, entry),
    };
  }

  function entries(): [string, SecretEntry][] {
    return Object.entries(read().secrets).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  return {
    list: () => entries().map(([name, entry]) => view(name, entry)),
    names: () => entries().map(([name]) => name),
    protection: () => ({ keptBy: sealers.current, text: sealers.describe() }),
    set({ name, value, description, bindings }) {
      const before = entryOf(name);
      const bound = bindings ?? before?.bindings;
      if (bound === undefined || bound.actions.length + bound.hosts.length === 0) throw unbound(name);
      const keptBy = sealers.current;
      // The one that is replaced need not open any more.
      const { [name]: _replaced, ...others } = read().secrets;
      const { sealed, salt } = sealers.seal({ ...read(), secrets: others }, labelOf(name), value);
      const at = now();
      const entry: SecretEntry = {
        description: description ?? before?.description ?? '',
        bindings: bound,
        createdAt: before?.createdAt ?? at,
        updatedAt: at,
        lastUsedAt: before?.lastUsedAt ?? null,
        keptBy,
        sealed: sealed.toString('base64'),
      };
      masks.learn(value);
      return put(name, entry, salt);
    },
    bind(name, { description, bindings }) {
      const before = entryOf(name);
      if (before === undefined) return undefined;
      if (bindings !== undefined && bindings.actions.length + bindings.hosts.length === 0) throw unbound(name);
      return put(name, {
        ...before,
        ...(description === undefined ? {} : { description }),
        ...(bindings === undefined ? {} : { bindings }),
        updatedAt: now(),
      });
    },
    remove(name) {
      if (entryOf(name) === undefined) return false;
      const content = read();
      const { [name]: _removed, ...secrets } = content.secrets;
      write({ ...content, secrets });
      opened.delete(name);
      return true;
    },
    bindings: (name) => entryOf(name)?.bindings,
    value(name) {
      const entry = entryOf(name);
      return entry === undefined ? undefined : open(name, entry);
    },
    used(name) {
      const entry = entryOf(name);
      const at = now();
      if (entry === undefined || (entry.lastUsedAt !== null && at - entry.lastUsedAt < USED_EVERY_MS)) return;
      put(name, { ...entry, lastUsedAt: at });
    },
    masks,
    sealText(value) {
      const { sealed, salt } = sealers.seal(read(), INPUT_LABEL, value);
      if (salt !== undefined && salt !== read().salt) write({ ...read(), salt });
      return `${sealers.current}:${sealed.toString('base64')}`;
    },
    openText(text) {
      const [kept = '', sealed = ''] = text.split(':');
      const keptBy = kept === 'keychain' || kept === 'passphrase' ? kept : 'key-file';
      return sealers.open(keptBy, read().salt, INPUT_LABEL, Buffer.from(sealed, 'base64'));
    },
  };
}

function unbound(name: string): ActionError {
  return new ActionError('SECRET_UNBOUND', `Nothing says where the secret ${name} may go`, {
    hint: 'Name the hosts or the actions that may get it, or allow every action.',
  });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
