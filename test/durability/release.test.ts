import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { failpoints } from '../../shared/lib/failpoint.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const names = new RegExp(`['"\`](?:${failpoints.join('|')})['"\`]|failpoint`, 'i');

/** The engine and the store as the release is built (`scripts/build.ts`): for Node, in one piece, not minified. */
async function bundle(): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, external: ['better-sqlite3', 'trash'] },
    build: { ssr: true, write: false, target: 'node24', minify: false, rollupOptions: { input: join(root, 'electron/app.ts') } },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .map((file) => ('code' in file ? file.code : ''))
    .join('\n');
}

describe('a release', () => {
  it('holds none of the points at which tests stop the engine', async () => {
    const sources = readdirSync(join(root, 'electron'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    );
    const calls = sources.filter((name) => /\bfailpoint\('C\d+'\)/.test(readFileSync(join(root, 'electron', name), 'utf8')));
    expect(calls.length).toBeGreaterThan(7);
    const code = await bundle();
    expect(code).toContain('BEGIN IMMEDIATE');
    expect(names.exec(code)?.[0]).toBeUndefined();
  });
});
