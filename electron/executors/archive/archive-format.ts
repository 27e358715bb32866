import type { ArchiveFormat } from '../../../shared/actions/archive/archive-fields.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';

/** Throws `UNKNOWN_FORMAT`. */
export function formatOf(path: string, format: ArchiveFormat | undefined): ArchiveFormat {
  if (format !== undefined) return format;
  if (/\.zip$/i.test(path)) return 'zip';
  if (/\.(?:tar\.gz|tgz)$/i.test(path)) return 'tar.gz';
  throw new ActionError('UNKNOWN_FORMAT', `Could not tell the archive format of ${path} by its name`, {
    hint: 'Name it .zip, .tar.gz or .tgz, or set format.',
  });
}
