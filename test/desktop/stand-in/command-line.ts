import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface CommandLine {
  readonly argv: readonly string[];
  /** Files of `-r`. */
  readonly preloads: readonly string[];
  /** The folder with the package.json, or the one of the main file. */
  readonly appPath: string;
  readonly main: string;
  readonly name: string;
  readonly version: string;
  readonly electronVersion: string;
}

/** As Electron reads it: `-r` files, and the first word that is no switch is the application's folder or main file. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const preloads: string[] = [];
  let entry: string | undefined;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '-r' || word === '--require') preloads.push(argv[++at] ?? '');
    else if (!word.startsWith('-')) entry ??= word;
  }
  const asked = path.resolve(entry ?? '.');
  const manifestFile = path.join(asked, 'package.json');
  const manifest = existsSync(manifestFile) ? readManifest(manifestFile) : undefined;
  const main = manifest === undefined ? asked : path.join(asked, String(manifest['main'] ?? 'index.js'));
  const electron = readManifest(createRequire(import.meta.url).resolve('electron/package.json'));
  return {
    argv,
    preloads,
    appPath: manifest === undefined ? path.dirname(main) : asked,
    main,
    name: String(manifest?.['productName'] ?? manifest?.['name'] ?? 'Electron'),
    version: String(manifest?.['version'] ?? '0.0.0'),
    electronVersion: String(electron['version']),
  };
}

function readManifest(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
