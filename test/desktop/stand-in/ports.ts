import { LoudEmitter } from './loud.ts';
import type { PortData } from './page/preload-world.ts';

/** Ports whose other end is in a page, by the name they have there. */
const remote = new Map<string, MessagePortMain>();

/** The main process' end of a port that a page has handed over. */
export class MessagePortMain extends LoudEmitter {
  readonly page: object;
  readonly #send: (data: PortData | undefined) => void;
  readonly #queue: unknown[] = [];
  #isStarted = false;
  #isClosed = false;

  /** `send` takes what goes to the page; undefined closes the port. */
  constructor(page: object, name: string, send: (data: PortData | undefined) => void) {
    super();
    this.page = page;
    this.#send = send;
    remote.set(name, this);
    this.once('close', () => remote.delete(name));
  }

  postMessage(message: unknown): void {
    if (this.#isClosed) return;
    if (typeof message === 'string') this.#send({ text: message });
    else if (message instanceof Uint8Array) this.#send({ bytes: Buffer.from(message).toString('base64') });
    else throw new Error('The stand-in for Electron carries text and bytes to a page, nothing else');
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#queue.splice(0)) this.#tell(data);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#send(undefined);
    this.closed();
  }

  /** The page's end is gone. */
  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    setImmediate(() => this.emit('close'));
  }

  arrived(data: PortData): void {
    const value = 'text' in data ? data.text : 'bytes' in data ? new Uint8Array(Buffer.from(data.bytes, 'base64')) : data.json;
    if (this.#isStarted) this.#tell(value);
    else this.#queue.push(value);
  }

  #tell(data: unknown): void {
    setImmediate(() => {
      if (!this.#isClosed) this.emit('message', { data, ports: [] });
    });
  }
}

export function portNamed(name: string): MessagePortMain | undefined {
  return remote.get(name);
}

/** A page that is left, or a window that is closed, takes its ports with it. */
export function closePortsOf(page: object): void {
  for (const port of remote.values()) if (port.page === page) port.closed();
}
