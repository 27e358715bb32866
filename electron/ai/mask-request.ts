import type { ModelMessage, ModelRequest } from '../../shared/ai/model-call.ts';

/** Takes the values of secrets out of texts, and out of JSON. */
export interface RequestMasks {
  text(text: string): string;
  json<T>(value: T): T;
}

/** The request with ••• in the place of every secret, in whatever is sent: nothing that leaves for a model can hold one. */
export function maskRequest(masks: RequestMasks, request: ModelRequest): ModelRequest {
  return {
    ...request,
    ...(request.system === undefined ? {} : { system: masks.text(request.system) }),
    messages: request.messages.map((message) => maskMessage(masks, message)),
    ...(request.tools === undefined ? {} : { tools: masks.json(request.tools) }),
    ...(request.schema === undefined ? {} : { schema: masks.json(request.schema) }),
  };
}

function maskMessage(masks: RequestMasks, message: ModelMessage): ModelMessage {
  if (message.role === 'assistant' && message.trace !== undefined) return maskTraced(masks, message);
  if (message.role !== 'user' || message.attachments === undefined) return masks.json(message);
  const { attachments, ...rest } = message;
  return {
    ...masks.json(rest),
    attachments: attachments.map(({ name, mediaType, data }) => ({ name: masks.text(name), mediaType, data: maskBytes(masks, data) })),
  };
}

/** What was signed goes as it came, or not at all. */
function maskTraced(masks: RequestMasks, { trace, ...said }: Extract<ModelMessage, { readonly role: 'assistant' }>): ModelMessage {
  const isClean = JSON.stringify(masks.json(trace)) === JSON.stringify(trace);
  return { ...masks.json(said), ...(isClean && trace !== undefined ? { trace } : {}) };
}

/** Pictures are looked at as bytes: a text in one, such as the metadata of a document, may hold a secret too. What holds none stays as it is. */
function maskBytes(masks: RequestMasks, base64: string): string {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  const masked = masks.text(text);
  return masked === text ? base64 : Buffer.from(masked.replaceAll('•', '*'), 'latin1').toString('base64');
}
