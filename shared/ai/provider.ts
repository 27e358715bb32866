import { z } from 'zod';
import { secretNameSchema } from '../secrets/name.ts';
import { type ProviderKind, providerKindSchema } from './model.ts';

export const providerNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,31}$/, 'is up to 32 lower-case letters, digits, - and _, beginning with a letter');

/** Where models are asked, as a person sets it up. */
export const providerSettingsSchema = z.strictObject({
  /** The first part of the ids of its models. */
  name: providerNameSchema,
  kind: providerKindSchema,
  /** Undefined: the provider's own address. */
  baseUrl: z.url({ protocol: /^https?$/, error: 'is an address such as https://models.example.com/v1' }).exactOptional(),
  /** The secret that holds its key. Undefined: the usual name of its kind, or none. */
  secret: secretNameSchema.exactOptional(),
  /** False: never asked. */
  enabled: z.boolean(),
});
export type ProviderSettings = z.output<typeof providerSettingsSchema>;

/** The providers that are there without being set up. */
export const builtInProviders: readonly ProviderSettings[] = [
  { name: 'claude', kind: 'anthropic', enabled: true },
  { name: 'openai', kind: 'openai', enabled: true },
  { name: 'gemini', kind: 'google', enabled: true },
  { name: 'local', kind: 'compatible', enabled: true },
];

interface KindFacts {
  readonly title: string;
  /** Undefined: each endpoint has its own. */
  readonly baseUrl: string | undefined;
  /** Where its API begins below an address that names only a host. */
  readonly path: string;
  /** Names of secrets and variables that hold its key, the first that is there counts. */
  readonly keys: readonly string[];
  /** Variables that name another address. */
  readonly baseUrlVariables: readonly string[];
}

export const providerKinds: Readonly<Record<ProviderKind, KindFacts>> = {
  anthropic: {
    title: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    path: '/v1',
    keys: ['ANTHROPIC_API_KEY'],
    baseUrlVariables: ['ANTHROPIC_BASE_URL'],
  },
  openai: {
    title: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    path: '/v1',
    keys: ['OPENAI_API_KEY'],
    baseUrlVariables: ['OPENAI_BASE_URL'],
  },
  google: {
    title: 'Google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    path: '/v1beta',
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    baseUrlVariables: ['GEMINI_BASE_URL', 'GOOGLE_GEMINI_BASE_URL'],
  },
  compatible: { title: 'OpenAI-compatible', baseUrl: undefined, path: '/v1', keys: [], baseUrlVariables: [] },
};

/** Where servers of this machine listen: Ollama, LM Studio, llama.cpp. */
export const localBaseUrls: readonly string[] = ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:1234/v1', 'http://127.0.0.1:8080/v1'];

/** Says where `local` is, instead of looking for it. */
export const LOCAL_BASE_URL_VARIABLE = 'PAWL_LOCAL_MODELS_URL';

/** How a provider stands now. `no_key`: its key is missing or may not be used; `silent`: nothing answers at its address. */
export const providerStateSchema = z.enum(['ready', 'no_key', 'silent', 'off']);
export type ProviderState = z.output<typeof providerStateSchema>;

export const providerViewSchema = providerSettingsSchema.extend({
  /** It is there without being set up. */
  builtIn: z.boolean(),
  /** What a person has set up, in contrast to what is there anyway. */
  configured: z.boolean(),
  /** Where it is asked; null where no server of this machine answers. */
  address: z.string().nullable(),
  /** Where its key comes from: `secret:NAME`, `environment:NAME`; null where there is none. */
  keyFrom: z.string().nullable(),
  state: providerStateSchema,
  /** Runs on this machine. */
  local: z.boolean(),
  /** What is wrong, and what to do about it; null when it is ready. */
  problem: z.string().nullable(),
  /** Names of its models, without the provider: those of the table, or what it lists. */
  models: z.array(z.string()),
});
export type ProviderView = z.output<typeof providerViewSchema>;

/** What a question of one word gave. */
export const providerTestSchema = z.strictObject({
  ok: z.boolean(),
  /** `provider/model` that was asked; null when none could be. */
  model: z.string().nullable(),
  /** Milliseconds. */
  durationMs: z.number(),
  /** One line for people: what was answered, or what went wrong and what to do. */
  text: z.string(),
});
export type ProviderTest = z.output<typeof providerTestSchema>;
