import { join } from 'node:path';
import type { z } from 'zod';
import type { transferOutput } from '../../../shared/actions/file/file-fields.ts';
import type { FileScope } from './file-scope.ts';
import { statAt } from './fingerprint.ts';
import { withPinnedFolder } from './pinned-folder.ts';
import type { Transfer } from './plan-transfers.ts';
import { walkFolder } from './walk-folder.ts';

type Files = z.output<typeof transferOutput>['files'];

/** Every single file of the transfers, read off the side that has exactly them: the source of a copy, the destination of a move. */
export async function listTransferred(
  kind: 'copy' | 'move',
  transfers: readonly Transfer[],
  scope: FileScope,
  signal: AbortSignal,
): Promise<Files> {
  const files: Files = [];
  for (const { from, to, source } of transfers) {
    const here = kind === 'copy' ? from : to;
    if (source?.type !== 'dir') {
      files.push({ source: from, path: to, size: (await statAt(here, scope))?.size ?? 0 });
      continue;
    }
    await withPinnedFolder(here, scope, { purpose: 'read' }, async (folder) => {
      for await (const { relativePath, type, stats } of walkFolder(folder, { scope, signal })) {
        if (type === 'file') files.push({ source: join(from, relativePath), path: join(to, relativePath), size: stats.size });
      }
    });
  }
  return files;
}
