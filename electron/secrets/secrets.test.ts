import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Keychain } from '../platform/keychain.ts';
import { createSecrets, type Secrets } from './secrets.ts';

const VALUE = 'canary-7f3a-value';
const anywhere = { actions: ['*'], hosts: [], workflows: [] };
let dataDir: string;
let nowMs = Date.parse('2026-01-02T03:04:05Z');

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pawl-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = (given: { passphrase?: string; keychain?: Keychain } = {}): Secrets =>
  createSecrets({ dataDir, keychain: given.keychain, passphrase: given.passphrase, now: () => nowMs });
const file = (): string => join(dataDir, 'secrets.json');
const everything = (): string =>
  readdirSync(dataDir)
    .map((name) => readFileSync(join(dataDir, name), 'latin1'))
    .join('\n');

/** Not a keychain of any system: it keeps what it was given in this process, and so opens nothing after it. */
function memoryKeychain(problem?: string): Keychain {
  const kept: string[] = [];
  return {
    name: 'the keychain of this test',
    problem: () => problem,
    encrypt: (text) => Buffer.from(`#${kept.push(text)}`),
    decrypt(encrypted) {
      const found = kept[Number(encrypted.toString().slice(1)) - 1];
      if (found === undefined) throw new Error('not mine');
      return found;
    },
  };
}

describe('secrets', () => {
  it('are there for the next start, in files of the owner alone, and stand in none of them', () => {
    open().set({ name: 'TOKEN', value: VALUE, description: 'for tests', bindings: anywhere });
    const again = open();
    expect(again.value('TOKEN')).toBe(VALUE);
    expect(again.list()).toMatchObject([{ name: 'TOKEN', description: 'for tests', keptBy: 'key-file', problem: null, lastUsedAt: null }]);
    expect(everything()).not.toContain(VALUE);
    for (const name of readdirSync(dataDir)) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(again.list())).not.toContain(VALUE);
  });

  it('keep their bindings and the day they were made when only the value is replaced', () => {
    const secrets = open();
    const bindings = { actions: ['shell.run'], hosts: [], workflows: ['Deploy'] };
    const first = secrets.set({ name: 'TOKEN', value: VALUE, description: 'old', bindings });
    nowMs += 1000;
    const second = secrets.set({ name: 'TOKEN', value: 'another-value' });
    expect(second).toMatchObject({ description: 'old', bindings, createdAt: first.createdAt });
    expect(second.updatedAt).not.toBe(first.updatedAt);
    expect(secrets.value('TOKEN')).toBe('another-value');
  });

  it('are not made without saying where they may go', () => {
    expect(() => open().set({ name: 'TOKEN', value: VALUE })).toThrow(/may go/);
    expect(existsSync(file())).toBe(false);
  });

  it('open with the passphrase they were kept with, and with no other', () => {
    open({ passphrase: 'correct horse' }).set({ name: 'TOKEN', value: VALUE, bindings: anywhere });
    const before = readFileSync(file(), 'utf8');
    expect(existsSync(join(dataDir, 'secrets.key'))).toBe(false);
    expect(open({ passphrase: 'correct horse' }).value('TOKEN')).toBe(VALUE);
    const wrong = open({ passphrase: 'wrong' });
    expect(() => wrong.value('TOKEN')).toThrow(expect.objectContaining({ code: 'SECRET_KEY_WRONG' }));
    expect(wrong.list()[0]?.problem).toMatch(/another passphrase/);
    expect(() => wrong.set({ name: 'OTHER', value: 'some value', bindings: anywhere })).toThrow(
      expect.objectContaining({ code: 'SECRET_KEY_WRONG' }),
    );
    expect(() => open().value('TOKEN')).toThrow(expect.objectContaining({ code: 'SECRET_KEY_MISSING' }));
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  it('that the desktop keeps say without a desktop where they can be opened, and can be set again there', () => {
    const keychain = memoryKeychain();
    open({ keychain }).set({ name: 'TOKEN', value: VALUE, bindings: anywhere });
    expect(open({ keychain }).list()).toMatchObject([{ keptBy: 'keychain', problem: null }]);
    const headless = open();
    expect(() => headless.value('TOKEN')).toThrow(expect.objectContaining({ code: 'SECRET_SEALED_ELSEWHERE' }));
    expect(headless.list()[0]?.problem).toMatch(/Start the Pawl window/);
    expect(headless.set({ name: 'TOKEN', value: VALUE })).toMatchObject({ keptBy: 'key-file', problem: null });
    expect(headless.value('TOKEN')).toBe(VALUE);
  });

  it('go to the key file where the keychain is none, which is said', () => {
    const secrets = open({ keychain: memoryKeychain('no keyring is installed or unlocked') });
    expect(secrets.set({ name: 'TOKEN', value: VALUE, bindings: anywhere }).keptBy).toBe('key-file');
    expect(secrets.protection().text).toContain('no keyring is installed or unlocked');
    expect(secrets.protection().text).toContain('whoever can read your files');
  });

  it('of which one was put in the place of another do not open', () => {
    const secrets = open();
    secrets.set({ name: 'A', value: 'value of a', bindings: anywhere });
    secrets.set({ name: 'B', value: 'value of b', bindings: { ...anywhere, actions: ['log'] } });
    const content = JSON.parse(readFileSync(file(), 'utf8'));
    content.secrets.A.sealed = content.secrets.B.sealed;
    writeFileSync(file(), JSON.stringify(content));
    expect(() => open().value('A')).toThrow(expect.objectContaining({ code: 'SECRET_KEY_WRONG' }));
  });

  it.each(['', '{', '{"format":2,"secrets":{}}', '{"format":1,"secrets":{"A":{}}}', '{"format":1,"secrets":{"__proto__":1,"a b":2}}'])(
    'in a damaged file (%s) are said to be, and the file stays as it is',
    (text) => {
      writeFileSync(file(), text);
      const secrets = open();
      expect(() => secrets.list()).toThrow(expect.objectContaining({ code: 'SECRETS_DAMAGED' }));
      expect(() => secrets.set({ name: 'TOKEN', value: VALUE, bindings: anywhere })).toThrow(
        expect.objectContaining({ code: 'SECRETS_DAMAGED' }),
      );
      expect(readFileSync(file(), 'utf8')).toBe(text);
    },
  );

  it('are not given a new key while others wait for the one that is gone', () => {
    open().set({ name: 'TOKEN', value: VALUE, bindings: anywhere });
    rmSync(join(dataDir, 'secrets.key'));
    const secrets = open();
    expect(() => secrets.set({ name: 'OTHER', value: 'some value', bindings: anywhere })).toThrow(
      expect.objectContaining({ code: 'SECRET_KEY_MISSING' }),
    );
    expect(existsSync(join(dataDir, 'secrets.key'))).toBe(false);
    expect(secrets.remove('TOKEN')).toBe(true);
    expect(secrets.set({ name: 'OTHER', value: 'some value', bindings: anywhere }).problem).toBeNull();
  });

  it('close a key file that stands open to others', () => {
    open().set({ name: 'TOKEN', value: VALUE, bindings: anywhere });
    chmodSync(join(dataDir, 'secrets.key'), 0o644);
    expect(open().value('TOKEN')).toBe(VALUE);
    expect(statSync(join(dataDir, 'secrets.key')).mode & 0o777).toBe(0o600);
  });

  it('keep the old file when a write fails', () => {
    const secrets = open();
    secrets.set({ name: 'TOKEN', value: VALUE, bindings: anywhere });
    const before = readFileSync(file(), 'utf8');
    rmSync(`${file()}.${process.pid}.new`, { force: true });
    chmodSync(dataDir, 0o500);
    try {
      if (process.getuid?.() !== 0) {
        expect(() => secrets.remove('TOKEN')).toThrow(expect.objectContaining({ code: 'SECRETS_NOT_WRITTEN' }));
        expect(secrets.value('TOKEN')).toBe(VALUE);
      }
    } finally {
      chmodSync(dataDir, 0o700);
    }
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  it('tell when they were used last, without writing at each use', () => {
    const secrets = open();
    secrets.set({ name: 'TOKEN', value: VALUE, bindings: anywhere });
    secrets.used('TOKEN');
    const first = secrets.list()[0]?.lastUsedAt;
    nowMs += 1000;
    secrets.used('TOKEN');
    expect(secrets.list()[0]?.lastUsedAt).toBe(first);
    nowMs += 60_000;
    secrets.used('TOKEN');
    expect(open().list()[0]?.lastUsedAt).toBe(new Date(nowMs).toISOString());
  });

  it('seal what has no name, for this data folder', () => {
    const sealed = open().sealText(VALUE);
    expect(sealed).not.toContain(VALUE);
    expect(open().openText(sealed)).toBe(VALUE);
  });
});
