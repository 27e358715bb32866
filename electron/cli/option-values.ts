import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../shared/lib/duration.ts';
import { isJsonObject, type JsonObject } from '../../shared/lib/json.ts';

/** Collects a repeatable `--input name=value`. */
export function addInput(text: string, inputs: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as name=value.');
  return { ...inputs, [text.slice(0, equals)]: text.slice(equals + 1) };
}

export function jsonObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It is not valid JSON.');
  }
  if (!isJsonObject(value)) throw new InvalidArgumentError('It must be a JSON object: {"name": "value"}.');
  return value;
}

export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It is not valid JSON.');
  }
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most || text.trim() === '') {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** A moment in the past: `2h`, `3d` ago, or ISO 8601. Gives ISO 8601. */
export function since(text: string): string {
  const ago = parseDuration(text);
  const at = ago === undefined ? Date.parse(text) : Date.now() - ago;
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write a duration (2h, 3d) or a date (2026-11-20).');
  return new Date(at).toISOString();
}
