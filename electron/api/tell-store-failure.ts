import { os } from '@orpc/server';
import { StorePoisoned } from '../store/commit-group.ts';
import { engineLost } from './failures.ts';

/** Around every handler: a disk that has failed, or is full, is told as such, whatever was to be written. */
export const tellStoreFailure = os.middleware(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    if (error instanceof StorePoisoned) throw engineLost(error.message);
    throw error;
  }
});
