/**
 * One press of Ctrl-C can arrive more than once: from the terminal, and forwarded by npm or the launcher.
 * Signals this close together are one.
 */
const oneInterruptMs = 300;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `first`, then `second` for every later one. Returns what stops listening. */
export function onInterrupt(first: () => void, second: () => void): () => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  const listener = () => {
    const now = performance.now();
    const repeated = now - lastAt < oneInterruptMs;
    lastAt = now;
    if (repeated) return;
    count += 1;
    if (count === 1) first();
    else second();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
