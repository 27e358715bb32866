/**
 * `after`, with the objects of `before` in it wherever they say the same: what is compared by identity sees only what has changed.
 * Both are JSON. The order of keys counts; items of a list that have an `id` are matched by it.
 */
export function shareEqual<T>(before: unknown, after: T): T {
  return shared(before, after) as T;
}

function shared(before: unknown, after: unknown): unknown {
  if (before === after || !isObject(before) || !isObject(after)) return after;
  if (Array.isArray(before) || Array.isArray(after)) {
    return Array.isArray(before) && Array.isArray(after) ? sharedList(before, after) : after;
  }
  const [known, keys] = [Object.keys(before), Object.keys(after)];
  let isSame = known.length === keys.length;
  let isAny = false;
  const made: [string, unknown][] = [];
  for (const [index, key] of keys.entries()) {
    const own = after[key];
    const one = shared(before[key], own);
    made.push([key, one]);
    isAny ||= one !== own;
    isSame &&= known[index] === key && one === before[key];
  }
  if (isSame) return before;
  return isAny ? Object.fromEntries(made) : after;
}

function sharedList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let byId: Map<string, unknown> | undefined;
  const made = after.map((own, index) => {
    const beside = before[index];
    const id = idOf(own);
    if (id === undefined || idOf(beside) === id) return shared(beside, own);
    byId ??= new Map(before.map((one) => [idOf(one) ?? '', one]));
    return shared(byId.get(id), own);
  });
  return made.length === before.length && made.every((one, index) => one === before[index]) ? before : made;
}

function idOf(value: unknown): string | undefined {
  return isObject(value) && typeof value['id'] === 'string' ? value['id'] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
