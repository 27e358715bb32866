import type { Store } from '../store/store.ts';

/** The name itself where no workflow has it, else with a number behind it. */
export function freeName(store: Store, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    if (!store.workflows.byName(candidate).some((workflow) => workflow.imported)) return candidate;
  }
}
