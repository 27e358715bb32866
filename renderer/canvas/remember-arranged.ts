import type { Arrange, Arranged, ListGraph } from './layout.ts';

/** More pieces than a few large workflows have. */
const mostKept = 2000;

/** Arranges a piece once: as long as its steps, sizes and edges are the same, typing elsewhere costs it nothing. The ones not asked for longest are let go. */
export function rememberArranged(arrange: Arrange): Arrange {
  const known = new Map<string, Promise<Arranged>>();
  return (list: ListGraph) => {
    const key = JSON.stringify(list);
    const before = known.get(key);
    known.delete(key);
    const arranged = before ?? arrange(list);
    known.set(key, arranged);
    // A failure is no answer to keep.
    if (before === undefined) arranged.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
    return arranged;
  };
}
