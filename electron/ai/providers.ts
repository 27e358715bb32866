import type { ModelProvider } from '../../shared/ai/model-table.ts';
import { shippedModels } from '../../shared/ai/model-table.ts';
import {
  builtInProviders,
  LOCAL_BASE_URL_VARIABLE,
  localBaseUrls,
  type ProviderSettings,
  type ProviderState,
  type ProviderView,
  providerKinds,
  providerSettingsSchema,
} from '../../shared/ai/provider.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { ModelProviderRow } from '../store/model-providers-table.ts';
import type { Store } from '../store/store.ts';
import { completeBaseUrl, isOnThisMachine } from './base-url.ts';
import type { Endpoint } from './endpoint.ts';
import { createModelLists } from './model-lists.ts';
import { FROM_SECRET, findKey, type KeySources, type KeyUse } from './provider-keys.ts';

export interface ProviderParts extends KeySources {
  readonly store: Pick<Store, 'modelProviders' | 'write'>;
  readonly clock: Clock;
}

/** A provider as it stands for one use. */
export interface ProviderNow {
  readonly settings: ProviderSettings;
  /** A person has set it up, in contrast to what is there anyway. */
  readonly configured: boolean;
  readonly state: ProviderState;
  /** What is wrong, and what to do about it; undefined when it is ready. */
  readonly problem: string | undefined;
  /** Where it is asked; undefined where that is not known. */
  readonly address: string | undefined;
  /** `secret:NAME` or `environment:NAME`. */
  readonly keyFrom: string | undefined;
  /** Set when it is ready. */
  readonly endpoint: Endpoint | undefined;
  readonly provider: ModelProvider;
  /** Names of its models, without the provider. */
  readonly models: readonly string[];
}

/** Where models are asked: those that are there anyway, and what a person has set up. */
export interface Providers {
  /** With `local` last, in the order in which they are shown. Servers that list their models are asked, at most once a minute. */
  lookAt(use: KeyUse): Promise<readonly ProviderNow[]>;
  list(): Promise<ProviderView[]>;
  /** Adds or changes one. Throws ActionError `PROVIDER_INVALID`. */
  set(settings: ProviderSettings): Promise<void>;
  /** What was set up is forgotten: one that is there anyway is as it was. False where there is nothing to forget. */
  remove(name: string): Promise<boolean>;
  /** Its key has gone out. */
  used(provider: ProviderNow): void;
  /** What is there now is looked for again. */
  forget(): void;
}

export function createProviders(parts: ProviderParts): Providers {
  const { store, clock, environment } = parts;
  const lists = createModelLists(clock);

  function all(): readonly { readonly settings: ProviderSettings; readonly configured: boolean }[] {
    const rows = store.modelProviders.list().map(toSettings);
    const own = rows.filter(({ name }) => !isBuiltIn(name));
    return [
      ...builtInProviders.filter(({ name }) => name !== 'local'),
      ...own,
      ...builtInProviders.filter(({ name }) => name === 'local'),
    ].map((settings) => {
      const row = rows.find(({ name }) => name === settings.name);
      return { settings: row ?? settings, configured: row !== undefined };
    });
  }

  async function look({ settings, configured }: ReturnType<typeof all>[number], use: KeyUse): Promise<ProviderNow> {
    const { name, kind, enabled } = settings;
    const silent = {
      settings,
      configured,
      address: undefined,
      keyFrom: undefined,
      endpoint: undefined,
      models: [],
      provider: { name, kind, local: false },
    };
    if (!enabled) return { ...silent, state: 'off', problem: `${name} is switched off (pawl models set ${name} --on)` };
    const found = findKey(settings, use, parts);
    const key = found !== undefined && 'key' in found ? found.key : undefined;
    const keyFrom = found !== undefined && 'key' in found ? found.from : undefined;
    const fixed = addressOf(settings, environment);
    const refusal = found !== undefined && 'why' in found ? found.why : undefined;
    if (refusal !== undefined) return { ...silent, address: fixed, state: 'no_key', problem: `${name}: ${refusal}` };
    if (key === undefined && needsKey(settings)) {
      return {
        ...silent,
        address: fixed,
        state: 'no_key',
        problem: `${name} has no key: pawl secrets set ${keyNameOf(settings)} --action 'ai.*'`,
      };
    }
    const listed = await listModels(settings, fixed, key);
    const address = listed?.address ?? fixed;
    // What runs here needs no key; one that asks for a key leads elsewhere.
    const local = kind === 'compatible' && key === undefined && address !== undefined && isOnThisMachine(address);
    const provider = { name, kind, local };
    if (address === undefined || listed === undefined) {
      const where = address === undefined ? 'on this machine (Ollama, LM Studio or llama.cpp)' : `at ${address}`;
      return { ...silent, provider, address, keyFrom, state: 'silent', problem: `${name}: no server of models answers ${where}` };
    }
    const models = listed.names ?? shippedModels(provider).map(({ id }) => id.slice(name.length + 1));
    const endpoint = { provider: name, kind, baseUrl: address, key, local };
    return { settings, configured, state: 'ready', problem: undefined, address, keyFrom, endpoint, provider, models };
  }

  /** Undefined: nothing answers. Without `names`: the table says which models there are. */
  async function listModels(
    { name, kind }: ProviderSettings,
    address: string | undefined,
    key: string | undefined,
  ): Promise<{ readonly address: string; readonly names?: readonly string[] } | undefined> {
    if (kind !== 'compatible') return address === undefined ? undefined : { address };
    const places = address !== undefined ? [address] : name === 'local' ? localBaseUrls : [];
    const answers = await Promise.all(places.map(async (place) => ({ address: place, names: await lists.of(place, key) })));
    for (const answer of answers) if (answer.names !== undefined) return { address: answer.address, names: answer.names };
    return undefined;
  }

  async function lookAt(use: KeyUse): Promise<readonly ProviderNow[]> {
    return Promise.all(all().map((one) => look(one, use)));
  }

  return {
    lookAt,
    async list() {
      const now = await lookAt(anyUse);
      return now.map(({ settings, configured, state, problem = null, address = null, keyFrom = null, provider, models }) => ({
        ...settings,
        builtIn: isBuiltIn(settings.name),
        configured,
        address,
        keyFrom,
        state,
        local: provider.local,
        problem,
        models: [...models],
      }));
    },
    async set(settings) {
      const row = checkSettings(settings);
      await store.write(() => store.modelProviders.put(row));
      lists.forget();
    },
    async remove(name) {
      lists.forget();
      return store.write(() => store.modelProviders.remove(name));
    },
    used({ keyFrom }) {
      if (keyFrom?.startsWith(FROM_SECRET) === true) parts.secrets.used(keyFrom.slice(FROM_SECRET.length));
    },
    forget: lists.forget,
  };
}

/** For lists: what any AI step may use. */
const anyUse: KeyUse = { action: 'ai.generate', workflow: 'any' };

function isBuiltIn(name: string): boolean {
  return builtInProviders.some((one) => one.name === name);
}

function needsKey({ kind, baseUrl, secret }: ProviderSettings): boolean {
  return secret !== undefined || (kind !== 'compatible' && baseUrl === undefined);
}

function keyNameOf({ kind, secret }: ProviderSettings): string {
  return secret ?? providerKinds[kind].keys[0] ?? 'NAME';
}

function addressOf({ name, kind, baseUrl }: ProviderSettings, environment: KeySources['environment']): string | undefined {
  const { baseUrlVariables, baseUrl: usual } = providerKinds[kind];
  // Variables speak of the providers that are there anyway.
  const variables = !isBuiltIn(name) ? [] : name === 'local' ? [LOCAL_BASE_URL_VARIABLE] : baseUrlVariables;
  const said =
    baseUrl ?? variables.map((variable) => environment[variable]?.trim()).find((value) => value !== undefined && URL.canParse(value));
  const address = said ?? usual;
  return address === undefined ? undefined : completeBaseUrl(kind, address);
}

function checkSettings(settings: ProviderSettings): ModelProviderRow {
  const parsed = providerSettingsSchema.safeParse(settings);
  const invalid = (why: string, hint: string): ActionError =>
    new ActionError('PROVIDER_INVALID', `The provider ${settings.name} cannot be kept: ${why}`, { hint });
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '),
      'Correct it, and set it again.',
    );
  }
  const { name, kind, baseUrl, secret, enabled } = parsed.data;
  const builtIn = builtInProviders.find((one) => one.name === name);
  if (builtIn !== undefined && builtIn.kind !== kind)
    throw invalid(`${name} is ${providerKinds[builtIn.kind].title}`, 'Give it another name.');
  if (kind === 'compatible' && baseUrl === undefined && name !== 'local') {
    throw invalid('it has no address', 'Give its address, such as https://models.example.com/v1.');
  }
  return { name, kind, baseUrl: baseUrl ?? null, secret: secret ?? null, enabled };
}

function toSettings({ baseUrl, secret, ...row }: ModelProviderRow): ProviderSettings {
  return providerSettingsSchema.parse({ ...row, ...(baseUrl === null ? {} : { baseUrl }), ...(secret === null ? {} : { secret }) });
}
