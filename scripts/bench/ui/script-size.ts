import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row } from '../row.ts';

const built = resolve(import.meta.dirname, '../../../out/renderer');

/** Of the script that the window loads before its first page is drawn: the entry, the page Home, and what they import; compressed, in bytes. */
export async function firstPaintBytes(): Promise<number> {
  const assets = join(built, 'assets');
  const entry = /<script[^>]+src="\.\/assets\/([^"]+\.js)"/.exec(await readFile(join(built, 'index.html'), 'utf8'))?.[1];
  const home = (await readdir(assets)).find((name) => /^home-page-.*\.js$/.test(name));
  if (entry === undefined || home === undefined) throw new Error('The built window has no entry or no Home: npm run build:desktop');
  const seen = new Set([entry, home]);
  let bytes = 0;
  for (const name of seen) {
    const script = await readFile(join(assets, name), 'utf8');
    bytes += gzipSync(script).length;
    // What is fetched later stands in parentheses.
    for (const [, imported = ''] of script.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) seen.add(imported);
  }
  return bytes;
}

export const scriptSizeRow: Row = {
  name: 'script-size',
  title: 'Script before the first paint, compressed',
  async measure() {
    return [
      { what: 'entry, Home, and what they import', unit: 'MB', ours: (await firstPaintBytes()) / 1e6, target: { of: 'ours', atMost: 0.4 } },
    ];
  },
};
