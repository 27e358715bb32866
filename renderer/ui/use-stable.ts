import { useCallback, useRef } from 'react';

/** A function that stays the same and does what the latest one does: for what is drawn again only when something of it changes. */
export function useStable<A extends readonly unknown[]>(does: (...given: A) => void): (...given: A) => void {
  const latest = useRef(does);
  latest.current = does;
  return useCallback((...given: A) => latest.current(...given), []);
}
