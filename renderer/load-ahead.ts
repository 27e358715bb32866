/**
 * Fetches scripts one after another whenever the page has nothing else to do: what is opened later is there at once, and also while the
 * engine, which a browser has them from, is away. Returns what leaves off.
 */
export function loadAhead(loads: readonly (() => Promise<unknown>)[]): () => void {
  let idle: number;
  const next = ([first, ...rest]: readonly (() => Promise<unknown>)[]): void => {
    if (first === undefined) return;
    idle = requestIdleCallback(() => {
      // What cannot be fetched now is fetched, and its failure told, when it is opened.
      void first()
        .catch(() => undefined)
        .then(() => next(rest));
    });
  };
  next(loads);
  return () => cancelIdleCallback(idle);
}
