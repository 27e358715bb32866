/** What a port carries: text as it is, bytes in base 64, anything else as far as JSON goes. */
export type PortData = { readonly text: string } | { readonly bytes: string } | { readonly json: unknown };

export type FromPage =
  | { readonly type: 'post'; readonly channel: string; readonly message: unknown; readonly ports: readonly string[] }
  | { readonly type: 'data'; readonly port: string; readonly data: PortData }
  | { readonly type: 'closed'; readonly port: string };

export type ToPage = { readonly port: string; readonly data: PortData | undefined };

/** Runs in the page's isolated world: what a sandboxed preload script gets from `require('electron')`. Its text is sent to the page, so it stands alone. */
export function preloadWorld(): (name: string) => unknown {
  const world = globalThis as unknown as { standInSend(text: string): void; standInReceive(message: ToPage): void };
  const ports = new Map<string, MessagePort>();
  const send = (message: FromPage): void => world.standInSend(JSON.stringify(message));

  function pack(data: unknown): PortData {
    if (typeof data === 'string') return { text: data };
    if (data instanceof Uint8Array) return { bytes: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join('')) };
    return { json: data };
  }

  function adopt(port: MessagePort): string {
    const name = crypto.randomUUID();
    ports.set(name, port);
    port.onmessage = (event) => {
      try {
        send({ type: 'data', port: name, data: pack(event.data) });
      } catch (error) {
        // A value that JSON cannot carry arrives as something that no handler knows either.
        send({ type: 'data', port: name, data: { json: String(error) } });
      }
    };
    port.addEventListener('close', () => {
      ports.delete(name);
      send({ type: 'closed', port: name });
    });
    return name;
  }

  world.standInReceive = ({ port: name, data }) => {
    const port = ports.get(name);
    if (data === undefined) {
      ports.delete(name);
      port?.close();
    } else if ('text' in data) port?.postMessage(data.text);
    else if ('bytes' in data) port?.postMessage(Uint8Array.from(atob(data.bytes), (letter) => letter.charCodeAt(0)));
  };

  const ipcRenderer = {
    postMessage: (channel: string, message: unknown, transfer: readonly MessagePort[] = []) =>
      send({ type: 'post', channel, message, ports: transfer.map(adopt) }),
  };
  function loud(owner: string, target: object): object {
    return new Proxy(target, {
      get(object, key, receiver) {
        if (key in object || typeof key === 'symbol') return Reflect.get(object, key, receiver);
        throw new Error(`The stand-in for Electron has no ${owner}.${key} in a preload script`);
      },
    });
  }
  return (name) => {
    if (name === 'electron') return loud('electron', { ipcRenderer: loud('ipcRenderer', ipcRenderer) });
    throw new Error(`module not found: ${name}`);
  };
}
