import type { StepContext } from '../executor.ts';
import { openScope, resolveGiven } from '../file/file-scope.ts';
import { type Place, withLinkedPlace } from '../file/place.ts';
import { writeAll, writeAtomically } from '../file/write-atomically.ts';
import { type Content, type Limit, limitBytes } from './read-answer.ts';

/** Holds the folder of `saveTo` open during `use`, making it if it is missing. */
export async function withTarget<T>(
  saveTo: string | undefined,
  context: StepContext,
  use: (target: Place | undefined) => Promise<T>,
): Promise<T> {
  if (saveTo === undefined) return use(undefined);
  const scope = await openScope(context);
  return withLinkedPlace(resolveGiven(saveTo, scope), scope, { purpose: 'write', onFolderMade: context.wrote }, use);
}

/** Streams the answer into the file. One that breaks off or is too long leaves the old file. */
export async function saveAnswer(response: Response, limit: Limit, target: Place, context: StepContext): Promise<Content> {
  let bytes = 0;
  await writeAtomically(target, {
    key: context.attemptKey(),
    replace: true,
    fill: async (handle) => {
      for await (const chunk of limitBytes(response, limit)) {
        bytes += chunk.length;
        await writeAll(handle, chunk, context.signal);
      }
    },
  });
  context.wrote(target.path);
  return { body: '', encoding: 'utf8', data: null, path: target.path, bytes };
}
