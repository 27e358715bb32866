import type { Database } from '../connection.ts';
import { sql as initial } from './0001-initial.ts';
import { sql as indexesForPruning } from './0002-indexes-for-pruning.ts';
import { sql as indexOfQueuedChildren } from './0003-index-of-queued-children.ts';
import { addRunStats } from './0004-run-stats.ts';
import { sql as stepTests } from './0005-step-tests.ts';
import { sql as eventsAndInbox } from './0006-events-and-inbox.ts';
import { sql as drafts } from './0007-drafts.ts';
import { sql as agents } from './0008-agents.ts';
import { sql as memory } from './0009-memory.ts';
import { sql as modelPerformance } from './0010-model-performance.ts';
import { sql as modelProviders } from './0011-model-providers.ts';
import { sql as chat } from './0012-chat.ts';

/** SQL, or what moves data that SQL alone cannot. It runs inside the migration's transaction. */
export type Migration = string | ((database: Database) => void);

/** In order; a database's `user_version` is how many of them it has had. */
export const migrations: readonly Migration[] = [
  initial,
  indexesForPruning,
  indexOfQueuedChildren,
  addRunStats,
  stepTests,
  eventsAndInbox,
  drafts,
  agents,
  memory,
  modelPerformance,
  modelProviders,
  chat,
];
