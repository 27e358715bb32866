import { ActionError } from '../../../shared/lib/action-error.ts';
import { formatPath } from '../../../shared/workflow/expression/path.ts';
import type { SecretMarks } from './marks.ts';
import type { SecretSource } from './secret-source.ts';

/** The `secrets` root where a secret may stand: a mark for each name. Names that are not kept are missing. */
export function secretsRoot(source: Pick<SecretSource, 'names'>, marks: SecretMarks): Readonly<Record<string, unknown>> {
  let names: ReadonlySet<string> | undefined;
  // Read when one is named: a file that cannot be read is no matter of steps that use none.
  const known = (): ReadonlySet<string> => {
    names ??= new Set(source.names());
    return names;
  };
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => (typeof name === 'string' && known().has(name) ? marks.of({ $secret: name }) : undefined),
      has: (_, name) => typeof name === 'string' && known().has(name),
      ownKeys: () => [...known()],
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === 'string' && known().has(name)
          ? { value: marks.of({ $secret: name }), enumerable: true, configurable: true, writable: false }
          : undefined,
    },
  );
}

/** The `secrets` root where what is rendered is stored or shown: every use throws ActionError `SECRET_NOT_ALLOWED`. */
export const refusedSecrets: Readonly<Record<string, unknown>> = new Proxy<Record<string, unknown>>(
  {},
  {
    get: (_, name) => (typeof name === 'string' ? refuse(name) : undefined),
    getOwnPropertyDescriptor: (_, name) => (typeof name === 'string' ? refuse(name) : undefined),
  },
);

function refuse(name: string): never {
  throw refusedHere(formatPath(['secrets', name]));
}

/** `what` as it is written: `secrets.TOKEN`, `vars.token`. */
export function refusedHere(what: string): ActionError {
  return new ActionError('SECRET_NOT_ALLOWED', `${what} cannot be used here, because what stands here is stored or shown`, {
    hint: 'A secret can stand in the `with` and `environment` of an action, and in the `with` of a sub-workflow for a variable of type secret.',
  });
}
