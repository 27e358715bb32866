import { z } from 'zod';
import { bindingsSchema } from '../secrets/bindings.ts';
import { secretNameSchema } from '../secrets/name.ts';
import { procedure } from './errors.ts';
import { noInput, timeSchema } from './page.ts';

/** What keeps a value from who can read the file: the system's keychain, a passphrase from the environment, or a key in a file beside it. */
export const keeperSchema = z.enum(['keychain', 'passphrase', 'key-file']);

/** Never with its value. */
export const secretViewSchema = z.object({
  name: z.string(),
  description: z.string(),
  bindings: bindingsSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
  keptBy: keeperSchema,
  /** Why its value cannot be opened here and what to do; null when it can. */
  problem: z.string().nullable(),
});

/** How values that are set now are kept, in plain words. */
export const protectionSchema = z.object({ keptBy: keeperSchema, text: z.string() });

const value = z
  .string()
  .min(4, 'is shorter than 4 characters: it could not be masked without masking ordinary text')
  .max(16 * 1024, 'is longer than 16 KB')
  .regex(/^[^\0]*$/, 'holds a NUL character');
const description = z.string().max(500);
const errors = {
  /** The file of the secrets, or what opens it, is not as it should be; the message says what to do. Nothing was changed. */
  SECRETS_UNAVAILABLE: { status: 409 },
} as const;

/** Values go in and never come out. */
export const secretsContract = {
  list: procedure
    .route({ method: 'GET', path: '/secrets', tags: ['secrets'], summary: 'List the secrets, without their values' })
    .input(noInput)
    .errors(errors)
    .output(z.object({ items: z.array(secretViewSchema), next: z.null(), protection: protectionSchema })),
  /** Makes a secret, or replaces the value of one. `bindings` is needed for a new one, and left as it is where it is left out. */
  set: procedure
    .route({ method: 'PUT', path: '/secrets/{secret}', tags: ['secrets'], summary: 'Set the value of a secret' })
    .input(
      z.strictObject({
        secret: secretNameSchema,
        value,
        description: description.exactOptional(),
        bindings: bindingsSchema.exactOptional(),
      }),
    )
    .errors(errors)
    .output(z.object({ secret: secretViewSchema, warnings: z.array(z.string()) })),
  bind: procedure
    .route({ method: 'PATCH', path: '/secrets/{secret}', tags: ['secrets'], summary: 'Change where a secret may go, or its description' })
    .input(
      z.strictObject({
        secret: secretNameSchema,
        description: description.exactOptional(),
        bindings: bindingsSchema.exactOptional(),
      }),
    )
    .errors(errors)
    .output(secretViewSchema),
  remove: procedure
    .route({ method: 'DELETE', path: '/secrets/{secret}', tags: ['secrets'], summary: 'Remove a secret' })
    .input(z.strictObject({ secret: secretNameSchema }))
    .errors(errors)
    .output(z.object({ removed: z.string() })),
};

export type SecretView = z.output<typeof secretViewSchema>;
export type SecretProtection = z.output<typeof protectionSchema>;
export type SecretKeeper = z.output<typeof keeperSchema>;
