import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFakeElectron } from './fake-electron.ts';

export interface Packed {
  /** The folder with the program. */
  readonly app: string;
  /** What the maker of Debian packages was given: `arguments`, each with a zero behind it, and the files that the packer wrote for it. */
  readonly deb: string;
}

/** In place of the program that makes the .deb, which would be fetched: it keeps what it was given. */
const debMaker = `#!/bin/sh
printf '%s\\0' "$@" > "$DEB_FOLDER/arguments"
for word in "$@"; do
  case $word in *.desktop=* | *.xml=*) cp "\${word%%=*}" "$DEB_FOLDER/\${word##*/}" ;; esac
done
while [ $# -gt 0 ]; do [ "$1" = --package ] && : > "$2"; shift; done
`;

/** Packs the built application for Linux as a release does, around a stand-in for Electron's program. Throws with the packer's words. */
export async function packForLinux(root: string, folder: string, electronVersion: string): Promise<Packed> {
  const dist = path.join(folder, 'electron');
  const output = path.join(folder, 'package');
  const deb = path.join(folder, 'deb');
  await mkdir(deb, { recursive: true });
  await writeFakeElectron(dist, electronVersion);
  const maker = path.join(folder, 'fpm');
  await writeFile(maker, debMaker);
  await chmod(maker, 0o755);
  const overrides = { electronDist: dist, electronVersion, 'directories.output': output };
  const words = [
    '--linux',
    'dir',
    'deb',
    `--${process.arch}`,
    '--publish',
    'never',
    ...Object.entries(overrides).map(([key, value]) => `-c.${key}=${value}`),
  ];
  const packer = spawnSync('npx', ['electron-builder', ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CUSTOM_FPM_PATH: maker, DEB_FOLDER: deb },
  });
  if (packer.status !== 0) throw new Error(`The packer failed:\n${packer.stdout}\n${packer.stderr}`);
  return { app: path.join(output, 'linux-unpacked'), deb };
}
