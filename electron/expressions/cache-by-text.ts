const MOST_ENTRIES = 2000;
/** Longer texts are read again each time: 2,000 of them would be no cache but a leak. */
const LONGEST_TEXT = 4000;

/** Remembers what a pure function made of a text; the oldest entries make room. */
export function cacheByText<T>(read: (text: string) => T): (text: string) => T {
  const cache = new Map<string, T>();
  return (text) => {
    const known = cache.get(text);
    if (known !== undefined) return known;
    const made = read(text);
    if (text.length > LONGEST_TEXT) return made;
    if (cache.size >= MOST_ENTRIES) {
      for (const oldest of cache.keys()) {
        cache.delete(oldest);
        break;
      }
    }
    cache.set(text, made);
    return made;
  };
}
