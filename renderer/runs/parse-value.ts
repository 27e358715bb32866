import type { SizedValue } from '../../shared/contract/run-details.ts';

/** How values of any size are asked for: as text, which is carried and read several times faster than as a structure. */
export const anySize = { largest: Number.MAX_SAFE_INTEGER, asText: true } as const;

/** Out of the text that it came as. */
export function parseValue(sized: SizedValue): SizedValue {
  return sized.text === undefined ? sized : { bytes: sized.bytes, value: JSON.parse(sized.text) };
}
