import { type FSWatcher, type WatchEventType, watch } from 'node:fs';
import { basename, sep } from 'node:path';
import type { DrainMeter } from './drain-meter.ts';
import { lookAt } from './file-fact.ts';
import { createTimeSlice } from './time-slice.ts';
import { walk } from './walk.ts';
import type { Watcher, WatchScope, WatchSink } from './watcher.ts';

interface WatchedFolder {
  readonly handle: FSWatcher;
  readonly scanNumber: number;
}

/**
 * One inotify watch for each folder that can hold a match, set before the folder is read. What an event names is looked at again, so it does
 * not matter which events the kernel has merged; a folder that comes is read once its watch stands. Does not look through links.
 */
export function createLinuxWatcher({ matcher }: WatchScope, sink: WatchSink, meter: DrainMeter): Watcher {
  const folders = new Map<string, WatchedFolder>();
  /** Path → whether it may have come or gone. */
  const reported = new Map<string, boolean>();
  let working = false;
  let scanNumber = 0;
  let closed = false;
  const stopListening = meter.onFlood(() => sink.stale());

  const enter = (directory: string): void => {
    if (closed) return;
    const prefix = directory.endsWith(sep) ? directory : directory + sep;
    const handle = watch(directory, (type, name) => onEvent(directory, prefix, type, name));
    handle.on('error', () => sink.stale());
    folders.get(directory)?.handle.close();
    folders.set(directory, { handle, scanNumber });
  };

  const onEvent = (directory: string, prefix: string, type: WatchEventType, name: string | null): void => {
    meter.count();
    if (closed) return;
    if (name === null) return sink.stale();
    // An event about the folder itself carries its own name, just as one about an entry that is called the same.
    if (type === 'rename' && name === basename(directory)) report(directory, true);
    if (name === '.gitignore') sink.rulesChanged();
    report(prefix + name, type === 'rename');
  };

  /** Only noted here: the kernel's queue is read to its end in one turn of the loop, which lasts as long as events come faster than they go. */
  const report = (path: string, renamed: boolean): void => {
    reported.set(path, renamed || reported.get(path) === true);
    if (working) return;
    working = true;
    setImmediate(() => void workOff());
  };

  const workOff = async (): Promise<void> => {
    const slice = createTimeSlice();
    for (const [path, renamed] of reported) {
      if (closed) break;
      reported.delete(path);
      if (renamed) onRename(path);
      else if (matcher.matches(path, false)) sink.touched(path);
      const pause = slice();
      if (pause !== undefined) await pause;
    }
    working = false;
  };

  const onRename = (path: string): void => {
    const isDirectory = lookAt(path, false)?.fact.directory === true;
    if (isDirectory && matcher.mayContain(path)) {
      sink.touched(path);
      void explore(path);
      return;
    }
    const wasWatched = folders.has(path);
    if (wasWatched) forget(path);
    if (wasWatched || matcher.matches(path, isDirectory) || matcher.matches(path, !isDirectory)) sink.touched(path);
  };

  const explore = async (directory: string): Promise<void> => {
    try {
      await walk([directory], { matcher, followSymlinks: false, enter, visit: (path) => sink.touched(path) });
    } catch (error) {
      if (!closed) sink.failed(error);
    }
  };

  const forget = (directory: string): void => {
    for (const [path, { handle }] of folders) {
      if (path !== directory && !path.startsWith(directory + sep)) continue;
      handle.close();
      folders.delete(path);
    }
  };

  return {
    async scan(visit) {
      scanNumber += 1;
      const result = await walk(matcher.roots, { matcher, followSymlinks: false, enter, visit });
      for (const [path, folder] of folders) {
        if (folder.scanNumber === scanNumber) continue;
        folder.handle.close();
        folders.delete(path);
      }
      return result;
    },
    async close() {
      closed = true;
      stopListening();
      for (const { handle } of folders.values()) handle.close();
      folders.clear();
    },
  };
}
