import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Ask } from '../../shared/contract/desktop.ts';

const maxBytes = 2 * 1024 * 1024;

/** By its name. Any YAML may be one: “Open with” of some systems knows only the last part of a name, and nothing is imported unseen. */
export function isWorkflowFile(name: string): boolean {
  return /\.(?:ya?ml|pawl\.json|bas)$/i.test(name);
}

/** A workflow file, read to be shown: nothing is imported before a person agrees. */
export async function readWorkflowFile(file: string): Promise<Ask> {
  try {
    // Opening a pipe would wait for a writer otherwise.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = await handle.stat();
      if (!status.isFile()) return problem(file, 'it is no regular file');
      if (status.size > maxBytes) return problem(file, `it is larger than ${maxBytes / 1024 / 1024} MB`);
      return { kind: 'import', path: file, text: await handle.readFile('utf8') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return problem(file, error instanceof Error ? error.message : String(error));
  }
}

function problem(file: string, reason: string): Ask {
  return { kind: 'problem', message: `Could not open ${file}: ${reason}` };
}
