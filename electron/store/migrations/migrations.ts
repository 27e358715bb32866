import { sql as initial } from './0001-initial.ts';

/** In order; a database's `user_version` is how many of them it has had. */
export const migrations: readonly string[] = [initial];
