import type { JsonObject } from '../../shared/lib/json.ts';

const kinds: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  403: ['invalid_request_error', 'unsupported_country_region_territory'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['requests', 'rate_limit_exceeded'],
};

/** The body of an HTTP error of OpenAI, and of an error inside a stream of chat completions. */
export function openaiError(status: number, message: string): JsonObject {
  const [type, code] = kinds[status] ?? ['server_error', null];
  return { error: { message, type, param: null, code } };
}
