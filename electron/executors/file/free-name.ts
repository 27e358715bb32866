import { join, parse } from 'node:path';

/** `name.ext`, `name (2).ext`, `name (3).ext`, … without end. */
export function* namesLike(path: string): Generator<string> {
  yield path;
  const { dir, name, ext } = parse(path);
  for (let number = 2; ; number += 1) yield join(dir, `${name} (${number})${ext}`);
}
