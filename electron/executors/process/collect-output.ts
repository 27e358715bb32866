import { StringDecoder } from 'node:string_decoder';

const LOGGED_BYTES = 64 * 1024 * 1024;
const TAIL_CHARACTERS = 4096;

/** What one stream of a process printed, in bounded memory however much it was. */
export interface CollectedOutput {
  /** The first `maxBytes`; bytes that are no UTF-8 are U+FFFD. Control characters are kept. */
  readonly text: string;
  readonly truncated: boolean;
  /** The last 4096 characters. */
  readonly tail: string;
}

/** Keeps the beginning and the end, and passes on the first 64 MiB as they come. */
export class OutputCollector {
  readonly #maxBytes: number;
  readonly #log: (text: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  readonly #chunks: Buffer[] = [];
  #keptBytes = 0;
  #bytes = 0;
  #tail = '';
  #logging = true;

  constructor(maxBytes: number, log: (text: string) => void) {
    this.#maxBytes = maxBytes;
    this.#log = log;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const room = this.#maxBytes - this.#keptBytes;
    if (room > 0) {
      // A copy of a part: a slice would hold on to the whole chunk.
      const kept = chunk.length <= room ? chunk : Buffer.from(chunk.subarray(0, room));
      this.#chunks.push(kept);
      this.#keptBytes += kept.length;
    }
    this.#pass(this.#decoder.write(chunk));
  }

  end(): CollectedOutput {
    this.#pass(this.#decoder.end());
    const truncated = this.#bytes > this.#keptBytes;
    const kept = Buffer.concat(this.#chunks);
    // A character cut by the limit is left out, not shown as a broken one.
    const text = truncated ? new StringDecoder('utf8').write(kept) : kept.toString('utf8');
    return { text, truncated, tail: this.#tail };
  }

  #pass(text: string): void {
    if (text === '') return;
    this.#tail = (this.#tail + text.slice(-TAIL_CHARACTERS)).slice(-TAIL_CHARACTERS);
    if (!this.#logging) return;
    this.#log(text);
    this.#logging = this.#bytes < LOGGED_BYTES;
    if (!this.#logging) this.#log('\n… the rest of the output was not logged\n');
  }
}
