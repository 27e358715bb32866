import type { ServerResponse } from 'node:http';
import type { Json } from '../../shared/lib/json.ts';
import type { Delivery, Fault } from './script.ts';
import type { Frame } from './wire.ts';

/** What a connection is left in: `held`: open until the client or the server's end closes it. */
export type Delivered = 'sent' | 'cut' | 'held';

/** Sends the events of a stream, with the pauses and the fault of the delivery. Stops when the client is gone. */
export async function deliverStream(
  response: ServerResponse,
  frames: readonly Frame[],
  delivery: Delivery,
  errorFrame: (fault: Fault) => Frame,
): Promise<Delivered> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  const write = (text: string) => writePackets(response, text, delivery.packetBytes);
  const total = frames.filter((one) => one.part === 'piece').length;
  const { pauses = [], fault } = delivery;

  /** What the delivery wants once so many pieces are out; true: the answer stops here. */
  const reach = async (pieces: number): Promise<boolean> => {
    for (const { after, until } of pauses) if (after === pieces) await until;
    if (fault === undefined || Math.min(fault.after, total) !== pieces) return false;
    if (fault.kind === 'bad_json') await write('data: {"type": "content_block_delta", "index"\n\n');
    if (fault.kind === 'error') await write(encode(errorFrame(fault)));
    return fault.kind !== 'bad_json';
  };

  const begun = frames.findIndex((one) => one.part !== 'start');
  let pieces = 0;
  for (const [index, one] of frames.entries()) {
    if (index === begun && (await reach(0))) break;
    if (response.destroyed) return 'cut';
    await write(encode(one));
    if (one.part === 'piece' && (await reach(++pieces))) break;
  }
  return stop(response, fault?.kind);
}

/** Sends a body that is not a stream; a fault happens in its middle, whatever its `after`. */
export async function deliverWhole(
  response: ServerResponse,
  body: Json,
  delivery: Delivery,
  errorBody: (fault: Fault) => Json,
): Promise<Delivered> {
  const { fault } = delivery;
  const text = JSON.stringify(fault?.kind === 'error' ? errorBody(fault) : body);
  for (const { until } of delivery.pauses ?? []) await until;
  response.writeHead(200, { 'content-type': 'application/json' });
  const isBroken = fault !== undefined && fault.kind !== 'error';
  await writePackets(response, isBroken ? text.slice(0, Math.ceil(text.length / 2)) : text, delivery.packetBytes);
  return stop(response, fault?.kind);
}

function stop(response: ServerResponse, kind: Fault['kind'] | undefined): Delivered {
  if (kind === 'hang') return 'held';
  if (kind === 'cut') response.destroy();
  else response.end();
  return kind === 'cut' ? 'cut' : 'sent';
}

function encode({ event, data }: Frame): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`;
}

async function writePackets(response: ServerResponse, text: string, packetBytes = Number.POSITIVE_INFINITY): Promise<void> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += packetBytes) {
    if (response.destroyed) return;
    const packet = packetBytes === Number.POSITIVE_INFINITY ? bytes : bytes.subarray(start, start + packetBytes);
    // A client that goes away while a packet is written fails the write; `destroyed` tells it in the next round.
    await new Promise<void>((resolve) => response.write(packet, () => resolve()));
  }
}
