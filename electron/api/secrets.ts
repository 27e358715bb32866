import { implement, ORPCError } from '@orpc/server';
import { secretsContract } from '../../shared/contract/secrets.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { nearest } from '../../shared/workflow/nearest.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { notFound } from './failures.ts';
import { tellStoreFailure } from './tell-store-failure.ts';

/** Shorter values are likely to stand in ordinary text too. */
const SHORT_CHARACTERS = 8;

export function secretHandlers({ secrets }: { readonly secrets: Secrets }) {
  const os = implement(secretsContract).use(tellStoreFailure);
  const missing = (name: string): Error => {
    const near = nearest(name, secrets.names());
    return notFound('secret', name, near === undefined ? [] : [near]);
  };
  return {
    list: os.list.handler(() => told(() => ({ items: secrets.list(), next: null, protection: secrets.protection() }))),
    set: os.set.handler(({ input: { secret, value, ...more } }) =>
      told(() => ({ secret: secrets.set({ name: secret, value, ...more }), warnings: warningsOf(value) })),
    ),
    bind: os.bind.handler(({ input: { secret, ...change } }) =>
      told(() => {
        const bound = secrets.bind(secret, change);
        if (bound === undefined) throw missing(secret);
        return bound;
      }),
    ),
    remove: os.remove.handler(({ input: { secret } }) =>
      told(() => {
        if (!secrets.remove(secret)) throw missing(secret);
        return { removed: secret };
      }),
    ),
  };
}

function warningsOf(value: string): string[] {
  const warnings: string[] = [];
  if (value.length < SHORT_CHARACTERS)
    warnings.push(`The value has only ${value.length} characters: it is masked wherever it stands, in ordinary text too.`);
  // The file of a key ends with a line break by right.
  const isOfLines = value.trim().includes('\n');
  if (!isOfLines && value !== value.trim()) warnings.push('The value begins or ends with a blank or a line break.');
  return warnings;
}

/** What the person must do something about, as the contract declares it. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const message = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
    throw new ORPCError('SECRETS_UNAVAILABLE', { defined: true, status: 409, message, cause: error });
  }
}
