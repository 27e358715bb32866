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
  /** Nobody has done anything for it: there is no key, it is not set up, and no server was found. */
  readonly isUntouched: boolean;
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
    const found = findKey(settings, use, parts);
    const { key, from: keyFrom } = found !== undefined && 'key' in found ? found : {};
    const fixed = addressOf(settings, environment);
    const without = (state: ProviderState, problem: string, isUntouched = false): ProviderNow => ({
      settings,
      configured,
      state,
      problem,
      isUntouched,
      address: fixed,
      keyFrom,
      endpoint: undefined,
      provider: { name, kind, local: isLocal(settings, key, fixed) },
      models: [],
    });
    if (!enabled) return without('off', `${name} is switched off (pawl models set ${name} --on)`);
    if (found !== undefined && 'why' in found) return without('no_key', `${name}: ${found.why}`);
    if (key === undefined && needsKey(settings)) {
      return without('no_key', `${name} has no key: pawl secrets set ${keyNameOf(settings)} --action 'ai.*'`, !configured);
    }
    const listed = await listModels(settings, fixed, key);
    if (listed === undefined) {
      const where = fixed === undefined ? 'on this machine (Ollama, LM Studio or llama.cpp)' : `at ${fixed}`;
      return without('silent', `${name}: no server of models answers ${where}`, !configured && fixed === undefined);
    }
    const { address } = listed;
    const provider = { name, kind, local: isLocal(settings, key, address) };
    const models = listed.names ?? shippedModels(provider).map(({ id }) => id.slice(name.length + 1));
    const endpoint = { provider: name, kind, baseUrl: address, key, local: provider.local };
    return { ...without('ready', ''), problem: undefined, address, endpoint, provider, models };
  }

  /** Undefined: nothing answers. Without `names`: the table says which models there are. */
  async function listModels(
    { name, kind }: ProviderSettings,
    address: string | undefined,
    key: string | undefined,
  ): Promise<{ readonly address: string; readonly names?: readonly string[] } | undefined> {
    if (kind !== 'compatible') return address === undefined ? undefined : { address };
    if (address !== undefined) {
      const names = await lists.of(address, key);
      // Some gateways list nothing: their models are named by whoever asks.
      return names === undefined ? undefined : { address, names: names === 'unlisted' ? [] : names };
    }
    const places = name === 'local' ? localBaseUrls : [];
    const answers = await Promise.all(places.map(async (place) => ({ address: place, names: await lists.of(place, key) })));
    for (const { address: place, names } of answers) if (Array.isArray(names)) return { address: place, names };
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

/** What runs here needs no key; a server of this machine that asks for one leads elsewhere. */
function isLocal({ kind }: ProviderSettings, key: string | undefined, address: string | undefined): boolean {
  return kind === 'compatible' && key === undefined && address !== undefined && isOnThisMachine(address);
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
