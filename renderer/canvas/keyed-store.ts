/** Values by key, of which each subscriber hears only its own: a node is drawn again when its own mark changes, not when any does. */
export interface KeyedStore<T> {
  get(key: string): T | undefined;
  /** Tells those whose value is another one now. */
  replace(values: ReadonlyMap<string, T>): void;
  subscribe(key: string, listener: () => void): () => void;
}

export function createKeyedStore<T>(isSame: (a: T | undefined, b: T | undefined) => boolean = Object.is): KeyedStore<T> {
  let current: ReadonlyMap<string, T> = new Map();
  const listeners = new Map<string, Set<() => void>>();
  return {
    get: (key) => current.get(key),
    replace(values) {
      const before = current;
      // A value that says the same keeps its identity, so that nobody who reads it later sees a change.
      current = new Map([...values].map(([key, value]) => [key, isSame(before.get(key), value) ? (before.get(key) ?? value) : value]));
      for (const [key, own] of listeners) {
        if (before.get(key) !== current.get(key)) for (const listener of own) listener();
      }
    },
    subscribe(key, listener) {
      const own = listeners.get(key) ?? new Set();
      listeners.set(key, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(key) === own) listeners.delete(key);
      };
    },
  };
}
