import { useMemo } from 'react';
import type { Pin } from '../../canvas/canvas-stores.ts';
import { usePins } from './use-pins.ts';

/** What the canvas shows of pinned outputs. */
export function useShownPins(): ReadonlyMap<string, Pin> {
  const pins = usePins();
  return useMemo(() => new Map([...pins].map(([step, { staleNow }]) => [step, staleNow === undefined ? 'pinned' : 'stale'])), [pins]);
}
