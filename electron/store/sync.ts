import { closeSync, fsyncSync, openSync } from 'node:fs';

export function syncFile(file: string): void {
  sync(file, 'r+');
}

/** A rename is on the disk only when its folder is. Windows cannot open folders, and needs no such step. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
