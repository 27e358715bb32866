/** What one client, or all of them together, may cost. */
export interface Limits {
  /** From the first byte to the last header, and to the last byte of the body. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** At once, WebSockets among them. */
  readonly sockets: number;
  readonly headerBytes: number;
  readonly jsonBytes: number;
  readonly hookBytes: number;
  /** Of all bodies that are being read or worked on. */
  readonly bufferedBytes: number;
  readonly jsonDepth: number;
  /** Members and items of one JSON body. */
  readonly jsonValues: number;
  /** Of each webhook: how many requests at once, and how many every second after that. */
  readonly hookBurst: number;
  readonly hooksPerSecond: number;
}

export const defaultLimits: Limits = {
  headersMs: 5000,
  requestMs: 10_000,
  sockets: 64,
  headerBytes: 16 * 1024,
  // A workflow document has at most 2 MB, and is written as a JSON string.
  jsonBytes: 4 * 1024 * 1024,
  hookBytes: 1024 * 1024,
  bufferedBytes: 16 * 1024 * 1024,
  jsonDepth: 100,
  jsonValues: 100_000,
  hookBurst: 100,
  hooksPerSecond: 20,
};
