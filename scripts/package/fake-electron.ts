import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FuseState, FuseV1Options } from '@electron/fuses';

/** Where the fuses of a program stand: the bytes after this mark, as Electron has them. */
const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseVersion = 1;
/** As Electron comes. */
const on = new Set([
  FuseV1Options.RunAsNode,
  FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  FuseV1Options.EnableNodeCliInspectArguments,
  FuseV1Options.GrantFileProtocolExtraPrivileges,
  FuseV1Options.WasmTrapHandlers,
]);

/**
 * A folder that the packer takes for Electron's: everything is there but the program, which is a script with real fuses. So what is packed can
 * be looked at where Electron's binary cannot be had; it cannot be run.
 */
export async function writeFakeElectron(folder: string, version: string): Promise<void> {
  await mkdir(path.join(folder, 'locales'), { recursive: true });
  const states = Array.from({ length: FuseV1Options.WasmTrapHandlers + 1 }, (_, fuse) =>
    on.has(fuse) ? FuseState.ENABLE : FuseState.DISABLE,
  );
  const wire = Buffer.from([fuseVersion, states.length, ...states]);
  const files = {
    electron: Buffer.concat([Buffer.from(`#!/bin/sh\nexit 1\n# ${mark}`), wire]),
    chrome_crashpad_handler: '',
    'chrome-sandbox': '',
    LICENSE: 'MIT',
    'LICENSES.chromium.html': '',
    version,
    'locales/en-US.pak': '',
    'locales/de.pak': '',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) await chmod(path.join(folder, name), 0o755);
}
