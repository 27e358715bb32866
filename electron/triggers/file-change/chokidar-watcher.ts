import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { codeOf, walk } from './walk.ts';
import type { Watcher, WatchScope, WatchSink } from './watcher.ts';

const LIMIT_CODES = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

/** The portable watcher. Its filter drops every folder and file that cannot match before it is looked at. */
export function createChokidarWatcher({ matcher, followSymlinks }: WatchScope, sink: WatchSink): Watcher {
  let watcher: FSWatcher | undefined;

  const ignored = (path: string, stats?: Stats): boolean => {
    if (basename(path) === '.gitignore') return false;
    if (stats === undefined) return !matcher.mayContain(path) && !matcher.matches(path, false);
    if (stats.isDirectory()) return !matcher.mayContain(path) && !matcher.matches(path, true);
    return !matcher.matches(path, false);
  };

  const start = (): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // `atomic: false`: bringing unlink and add together is the settler's, and the default drops files named like `x~`.
    const started = watch([...matcher.roots], {
      ignored,
      followSymlinks,
      ignoreInitial: true,
      atomic: false,
      ignorePermissionErrors: true,
    });
    started.on('all', (_event, path) => {
      if (basename(path) === '.gitignore') sink.rulesChanged();
      sink.touched(path);
    });
    started.on('error', (error) => {
      if (!LIMIT_CODES.has(codeOf(error) ?? '')) return sink.stale();
      reject(error);
      sink.failed(error);
    });
    started.on('ready', resolve);
    watcher = started;
    return promise;
  };

  return {
    async scan(visit) {
      if (watcher === undefined) await start();
      return walk(matcher.roots, { matcher, followSymlinks, visit });
    },
    async close() {
      await watcher?.close();
    },
  };
}
