/** Makes a missing case a compile error, and a bug that slips through a clear one. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
