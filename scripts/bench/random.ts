/** Numbers in [0, 1) that are the same each time for one seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Looks like the id of a run. */
export function randomId(random: () => number): string {
  let id = '';
  for (let count = 0; count < 10; count++) id += letters[Math.floor(random() * letters.length)];
  return id;
}
