import { type ProviderSettings, providerKinds } from '../../shared/ai/provider.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { type SecretBindings, type SecretUse, whyNotAllowed } from '../../shared/secrets/bindings.ts';

/** What the keys of providers are taken from. */
export interface KeySources {
  readonly secrets: {
    bindings(name: string): SecretBindings | undefined;
    /** Throws ActionError when it cannot be opened. */
    value(name: string): string | undefined;
    used(name: string): void;
    readonly masks: { learn(value: string): void };
  };
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What a key is wanted for; `any`: for a list, which is of no workflow. */
export interface KeyUse {
  readonly action: string;
  readonly workflow: SecretUse['workflow'] | 'any';
}

export const FROM_SECRET = 'secret:';

/** `from`: `secret:NAME` or `environment:NAME`. `why`: what keeps it from being used, and what to do. */
export type FoundKey = { readonly key: string; readonly from: string } | { readonly why: string };

/** The key of a provider for a use, by the secret that it names or by the usual names; undefined where there is none. A kept secret stands before the environment. */
export function findKey(settings: ProviderSettings, use: KeyUse, { secrets, environment }: KeySources): FoundKey | undefined {
  const names = settings.secret === undefined ? providerKinds[settings.kind].keys : [settings.secret];
  for (const name of names) {
    const bindings = secrets.bindings(name);
    if (bindings === undefined) continue;
    const why = whyNot(bindings, use);
    if (why !== undefined)
      return { why: `the secret ${name} may not be used: ${why}. Allow it: pawl secrets bind ${name} --action 'ai.*'` };
    try {
      // A line end that came along from a file is no part of a key, and no header could hold it.
      const key = secrets.value(name)?.trim();
      if (key === undefined || key === '') continue;
      secrets.masks.learn(key);
      return { key, from: `${FROM_SECRET}${name}` };
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      return { why: error.hint === undefined ? error.message : `${error.message}. ${error.hint}` };
    }
  }
  for (const name of names) {
    const key = environment[name]?.trim();
    if (key === undefined || key === '') continue;
    secrets.masks.learn(key);
    return { key, from: `environment:${name}` };
  }
  return undefined;
}

function whyNot(bindings: SecretBindings, { action, workflow }: KeyUse): string | undefined {
  return workflow === 'any'
    ? whyNotAllowed({ ...bindings, workflows: [] }, { action, workflow: { id: '', name: '' } })
    : whyNotAllowed(bindings, { action, workflow });
}
