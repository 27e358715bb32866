import { z } from 'zod';

const UNIT_BYTES = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 } as const;
type Unit = keyof typeof UNIT_BYTES;

const SIZE = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?(b?)$/i;

/** `500`, `64KB`, `10 MB`, `1.5GiB`; 1 KB is 1024 bytes. Returns bytes, or undefined when the text is no size. */
export function parseByteSize(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  const match = SIZE.exec(value.trim());
  if (match === null) return undefined;
  const [, amount, prefix] = match;
  return Math.floor(Number(amount) * UNIT_BYTES[`${(prefix ?? '').toLowerCase()}b` as Unit]);
}

/** For people: `812 bytes`, `12 KB`, `3.4 MB`. */
export function formatByteSize(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const [size, unit] =
    bytes < UNIT_BYTES.mb
      ? [bytes / UNIT_BYTES.kb, 'KB']
      : bytes < UNIT_BYTES.gb
        ? [bytes / UNIT_BYTES.mb, 'MB']
        : [bytes / UNIT_BYTES.gb, 'GB'];
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} ${unit}`;
}

export const byteSize = z
  .union([z.number(), z.string()])
  .refine((value) => parseByteSize(value) !== undefined, 'is not a size; write a number of bytes, 64KB, 10MB or 1GB');
