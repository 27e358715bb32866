import { basename } from 'node:path';
import { formatByteSize } from '../../../shared/actions/file/byte-size.ts';
import type { ModelAttachment } from '../../../shared/ai/model-call.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { openScope, resolveGiven } from '../file/file-scope.ts';
import { readChunks } from '../file/hash-file.ts';
import { withFileInsideRoots } from '../file/open-inside-roots.ts';

/** A file as a model gets it: its text, or its bytes. */
export type GivenFile = { readonly name: string; readonly text: string } | { readonly name: string; readonly attachment: ModelAttachment };

/** Providers take pictures and documents up to about this size. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Reads `files` (text and PDF) and `images`, inside the roots. Throws what `file.read` throws, and ActionError `FILE_UNSUITABLE`. */
export async function readFiles(files: readonly string[], images: readonly string[], context: StepContext): Promise<GivenFile[]> {
  const given: GivenFile[] = [];
  for (const path of files) given.push(await readFile(path, context));
  for (const path of images) given.push(await readImage(path, context));
  return given;
}

async function readFile(path: string, context: StepContext): Promise<GivenFile> {
  const bytes = await readBytes(path, context);
  const mediaType = mediaTypeOf(bytes);
  if (mediaType !== undefined) return attach(path, mediaType, bytes);
  try {
    return { name: path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new ActionError('FILE_UNSUITABLE', `${path} is no text and no PDF, so that no model can read it`, {
      hint: 'Give pictures in `images`; turn other files into text first.',
      cause,
    });
  }
}

async function readImage(path: string, context: StepContext): Promise<GivenFile> {
  const bytes = await readBytes(path, context);
  const mediaType = mediaTypeOf(bytes);
  if (mediaType?.startsWith('image/') === true) return attach(path, mediaType, bytes);
  throw new ActionError('FILE_UNSUITABLE', `${path} is no picture that models know`, { hint: 'Give a PNG, JPEG, GIF or WebP file.' });
}

function attach(path: string, mediaType: string, bytes: Buffer): GivenFile {
  return { name: path, attachment: { name: basename(path), mediaType, data: bytes.toString('base64') } };
}

async function readBytes(path: string, context: StepContext): Promise<Buffer> {
  const scope = await openScope(context);
  return withFileInsideRoots(resolveGiven(path, scope), scope, async ({ handle, stats, path: real }) => {
    const chunks: Uint8Array[] = [];
    let size = stats.size;
    if (size <= MAX_BYTES) {
      size = 0;
      for await (const chunk of readChunks(handle, context.signal, { start: 0, end: MAX_BYTES + 1 })) {
        chunks.push(chunk.slice());
        size += chunk.length;
      }
    }
    if (size <= MAX_BYTES) return Buffer.concat(chunks);
    throw new ActionError(
      'FILE_TOO_LARGE',
      `${real} has ${formatByteSize(size)}, more than the ${formatByteSize(MAX_BYTES)} that can go with a prompt`,
      {
        hint: 'Give a part of it: read it with file.read, and use its output.',
      },
    );
  });
}

/** By what stands at the beginning, not by the name. */
function mediaTypeOf(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 12).toString('latin1');
  if (head.startsWith('\x89PNG\r\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF8')) return 'image/gif';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  return head.startsWith('%PDF-') ? 'application/pdf' : undefined;
}
