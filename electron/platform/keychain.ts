/** The system's own keeper of secrets, where the host reaches one. */
export interface Keychain {
  /** For people: `the macOS Keychain`. */
  readonly name: string;
  /** A clause that says why it cannot be used now; undefined when it can. */
  problem(): string | undefined;
  encrypt(text: string): Buffer;
  /** Throws when another user or another program encrypted it. */
  decrypt(encrypted: Buffer): string;
}
