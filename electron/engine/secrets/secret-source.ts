import type { SecretBindings } from '../../../shared/secrets/bindings.ts';

/** What the engine needs of the kept secrets. Every call may throw ActionError when they cannot be read or opened. */
export interface SecretSource {
  names(): readonly string[];
  bindings(name: string): SecretBindings | undefined;
  /** Undefined when there is none of that name. */
  value(name: string): string | undefined;
  used(name: string): void;
  sealText(value: string): string;
  openText(sealed: string): string;
  readonly masks: Masks;
}

/** Takes the values of secrets out of what a step produced. With no secrets at all, everything comes back as it was given. */
export interface Masks {
  text(text: string): string;
  /** Of a value that is JSON. */
  json<T>(value: T): T;
  /** For text that comes in pieces: what may be the beginning of a value is held back until more comes. */
  stream(): { add(text: string): string; end(): string };
  /** One more value to take out, until the process ends. */
  learn(value: string): void;
  /** Whether a text holds one of the values. */
  isIn(text: string): boolean;
}
