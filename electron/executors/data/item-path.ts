import type { Json } from '../../../shared/lib/json.ts';
import { parsePath } from '../../../shared/workflow/expression/path.ts';
import { valueAt } from '../../../shared/workflow/json-path.ts';

/**
 * A function that reads one path (`author.name`, `files[0].size`, `tag ?? 'none'`) in many values, by own properties only;
 * without a path it gives the value itself. What is no path, such as `First Name`, is the key as it stands.
 */
export function readerOf(path: string | undefined): (value: Json) => Json | undefined {
  if (path === undefined) return (value) => value;
  // Read as a path below a root, because a first key may have a name that no root can have, such as Date.
  const parsed = parsePath(path.startsWith('[') ? `item${path}` : `item.${path}`);
  const segments = parsed?.segments.slice(1) ?? [path];
  return (value) => {
    const found = valueAt(value, segments) as Json | undefined;
    return parsed?.fallback === undefined ? found : (found ?? parsed.fallback.value);
  };
}
