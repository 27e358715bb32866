import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './refusal.ts';

/** Reads a whole body of at most `maxBytes`. Throws Refusal 413, 415 for a compressed one, 503 when too many are being worked on. */
export type ReadBody = (request: IncomingMessage, response: ServerResponse, maxBytes: number) => Promise<Buffer>;

/** `bufferedBytes` is for all requests together, from the first byte to the end of the answer. */
export function createBodyReader(bufferedBytes: number): ReadBody {
  let buffered = 0;
  return async (request, response, maxBytes) => {
    const { 'content-encoding': encoding, 'content-length': length, expect } = request.headers;
    if (encoding !== undefined && encoding !== 'identity')
      throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Compressed bodies are not taken');
    if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes);
    if (expect?.toLowerCase() === '100-continue') response.writeContinue();
    let size = 0;
    response.once('close', () => {
      buffered -= size;
    });
    const chunks: Buffer[] = [];
    // The rest of a body that is refused is thrown away unread, so that the client sees the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      buffered += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      if (buffered > bufferedBytes) throw new Refusal(503, 'SERVER_BUSY', 'Too many requests are being worked on', { 'retry-after': '1' });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  };
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, 'PAYLOAD_TOO_LARGE', `The body may have ${maxBytes} bytes at most`);
}
