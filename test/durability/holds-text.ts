import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether any file below `folder` holds `text`. */
export function holdsText(folder: string, text: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text),
  );
}
