import type { MemoryChange } from '../../../shared/memory/memory-entry.ts';
import { toStorable } from '../../../shared/memory/to-storable.ts';
import type { StepMemory } from '../../executors/executor.ts';
import type { EngineParts } from '../live-run.ts';

/** `remembered` collects what is to be changed in the transaction that records the step. */
export function stepMemory({ store, clock, secrets }: EngineParts, remembered: MemoryChange[]): StepMemory {
  return {
    // A read takes its turn among the writes, since the walk is ahead of the disk.
    read: (read) => store.write(() => read(store.memory.readerAt(clock.now()))),
    change(changes) {
      remembered.push(...changes.map((change) => toStorable(change, secrets.masks.json)));
    },
  };
}
