/** Steps that do next to nothing, so that what is left is the engine. Each class is treated in its own way. */
export const smallSteps = {
  /** Waits for the commit of its intent before it acts: a chain of these pays for one commit each. */
  keyed: { action: 'notify.desktop', with: { title: 'done' } },
  /** Effect and record are one transaction: the next step need not wait for the disk. */
  internal: { action: 'set', with: { variables: { done: true } } },
  /** Can be repeated at will: the next step need not wait for the disk. */
  pure: { action: 'data.template', with: { template: 'Hello ${name}', values: { name: 'world' } } },
} as const;

export type SmallStep = keyof typeof smallSteps;

/** One after the other. */
export function chainOf(count: number, kind: SmallStep): readonly unknown[] {
  return Array.from({ length: count }, (_, index) => ({ id: `s${index}`, ...smallSteps[kind] }));
}

/** All at once, as far as the run's parallelism goes. */
export function fanOf(count: number, kind: SmallStep): readonly unknown[] {
  return chainOf(count, kind).map((step) => ({ ...(step as object), needs: [] }));
}
