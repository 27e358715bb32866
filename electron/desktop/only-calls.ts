/** A workflow document is at most 2 MB; inputs and outputs travel in the same messages. */
const maxMessageBytes = 32 * 1024 * 1024;

/** A port as Electron and oRPC know it. */
export interface CallPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
}

/** Lets through what a call can be: text or bytes of a bounded size. A page that sends anything else is not ours any more, and loses its port. */
export function onlyCalls(port: CallPort, onRefusal: (refusal: string, detail: string) => void) {
  return {
    postMessage: (data: unknown) => port.postMessage(data),
    on(event: string, listener: (message?: { data: unknown }) => void): void {
      if (event === 'close') port.on('close', () => listener());
      else {
        port.on('message', (message) => {
          if (isCall(message.data)) return listener(message);
          onRefusal('call', 'a message that is no call');
          port.close();
        });
      }
    },
  };
}

/** The protocol's messages are a JSON object with an id, or such an object before the bytes of files. */
function isCall(data: unknown): boolean {
  if (data instanceof Uint8Array) return data.length > 0 && data.length <= maxMessageBytes;
  if (typeof data !== 'string' || data.length > maxMessageBytes) return false;
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && 'i' in parsed;
  } catch {
    return false;
  }
}
