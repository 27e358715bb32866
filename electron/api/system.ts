import { statSync } from 'node:fs';
import { implement } from '@orpc/server';
import { systemContract } from '../../shared/contract/system.ts';
import { pruneStore } from '../store/prune-store.ts';
import type { ApiParts } from './api-parts.ts';
import { examine } from './doctor.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';

export function systemHandlers(api: ApiParts & { readonly watches: boolean }) {
  const { store, logs, clock } = api.parts;
  const os = implement(systemContract).use(tellStoreFailure);
  return {
    info: os.info.handler(() => {
      const live = store.runs.countLive();
      const count = (...statuses: Parameters<typeof live.get>[0][]): number =>
        statuses.reduce((sum, status) => sum + (live.get(status) ?? 0), 0);
      return {
        version: api.version,
        dataDir: store.dataDir,
        pid: process.pid,
        startedAt: iso(api.startedAt),
        uptimeMs: clock.now() - api.startedAt,
        triggers: api.watches,
        counts: {
          workflows: store.workflows.list().length,
          queued: count('queued'),
          active: count('running', 'paused', 'waiting'),
          needsAttention: count('needs_attention'),
        },
      };
    }),
    doctor: os.doctor.handler(async ({ input }) => {
      const checks = await examine(api.parts, api.secrets, api.version, input?.deep ?? false);
      return { ok: checks.every((check) => check.ok), checks };
    }),
    vacuum: os.vacuum.handler(() => pruneStore({ store, logs, clock })),
    backup: os.backup.handler(async ({ input, errors }) => {
      const folder = input?.folder;
      try {
        const file = await store.file.backUp('by-hand', clock.now(), { folder });
        return { file, bytes: statSync(file).size };
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw errors.BACKUP_FAILED({ message: `The database could not be backed up to ${folder ?? 'the backups folder'}: ${why}` });
      }
    }),
    backups: os.backups.handler(() => ({
      folder: store.file.backupsFolder,
      items: store.file.backups().map(({ at, ...backup }) => ({ ...backup, at: iso(at) })),
      next: null,
    })),
    space: os.space.handler(() => {
      const { databaseBytes, logBytes, freeBytes } = store.file.space();
      return {
        database: databaseBytes + logBytes,
        unused: freeBytes,
        backups: store.file.backups().reduce((sum, { bytes }) => sum + bytes, 0),
        free: store.disk.freeBytes(),
      };
    }),
    shutdown: os.shutdown.handler(() => {
      api.requestShutdown();
      return { stopping: true as const };
    }),
  };
}
