import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ActionError } from '../../shared/lib/action-error.ts';
import { writeAtomically } from './secret-file.ts';

const KEY_BYTES = 32;

export function keyFileIn(dataDir: string): string {
  return join(dataDir, 'secrets.key');
}

/** The key beside the secrets, made when `make` allows it and none is there. Throws ActionError `SECRET_KEY_MISSING` or `SECRET_KEY_WRONG`. */
export function readKeyFile(dataDir: string, make: boolean): Buffer {
  const file = keyFileIn(dataDir);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
    // Whoever copied it may have opened it to others.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isMissing && make) return makeKeyFile(file);
    const reason = isMissing ? 'it is not there' : cause instanceof Error ? cause.message : String(cause);
    throw new ActionError('SECRET_KEY_MISSING', `The key of the secrets cannot be read: ${file} (${reason})`, {
      kind: 'needs_person',
      hint: 'Put the file back, or remove the secrets that it opened (pawl secrets remove NAME) and set them again.',
      cause,
    });
  }
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new ActionError('SECRET_KEY_WRONG', `The key of the secrets is damaged: ${file}`, {
    kind: 'needs_person',
    hint: 'Put the file back from a copy, or remove it together with the secrets that it opened and set them again.',
  });
}

function makeKeyFile(file: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  writeAtomically(file, `${key.toString('base64')}\n`);
  return key;
}
