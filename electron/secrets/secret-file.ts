import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keeperSchema } from '../../shared/contract/secrets.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { bindingsSchema } from '../../shared/secrets/bindings.ts';
import { secretNameSchema } from '../../shared/secrets/name.ts';

const time = z.number().int().nonnegative();
const entrySchema = z.strictObject({
  description: z.string(),
  bindings: bindingsSchema,
  /** Milliseconds since the epoch. */
  createdAt: time,
  updatedAt: time,
  lastUsedAt: time.nullable(),
  keptBy: keeperSchema,
  sealed: z.base64(),
});
const fileSchema = z.strictObject({
  format: z.literal(1),
  /** Of the passphrase's key. */
  salt: z.base64().exactOptional(),
  secrets: z.record(secretNameSchema, entrySchema),
});
export type SecretEntry = z.output<typeof entrySchema>;
export type SecretFile = z.output<typeof fileSchema>;

export function secretFileIn(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}

/** Empty when there is no file yet. Throws ActionError `SECRETS_DAMAGED`; the file is never changed by reading. */
export function readSecretFile(dataDir: string): SecretFile {
  const file = secretFileIn(dataDir);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { format: 1, secrets: {} };
    throw damaged(file, error instanceof Error ? error.message : String(error), error);
  }
  const parsed = fileSchema.safeParse(parseJson(file, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.path[0] === 'format') throw damaged(file, 'another version of Pawl wrote it');
  throw damaged(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it has another shape'}`);
}

/** The old content or the new one, whatever happens in between. */
export function writeSecretFile(dataDir: string, content: SecretFile): void {
  writeAtomically(secretFileIn(dataDir), `${JSON.stringify(content, null, 2)}\n`);
}

export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.new`;
  try {
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ActionError('SECRETS_NOT_WRITTEN', `Could not write ${file}: ${reason}`, {
      hint: 'Nothing was changed. See that the data folder can be written and has room.',
      cause,
    });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(file, 'it is no JSON', cause);
  }
}

function damaged(file: string, why: string, cause?: unknown): ActionError {
  return new ActionError('SECRETS_DAMAGED', `The file of the secrets cannot be read: ${file} (${why})`, {
    kind: 'needs_person',
    hint: 'It was left as it is. Put it back from a copy of yours, or move it away and set the secrets again: pawl secrets set NAME',
    cause,
  });
}
