import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, onTestFinished, TestRunner } from 'vitest';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Platform } from '../platform/platform.ts';
import type { StepContext } from './executor.ts';
import { testSpawn } from './process/test-spawn.ts';

/** A step's context for tests, over real folders, which keeps what the executor told it. */
export interface TestContext extends StepContext {
  /** Holds `work` (the working directory and only root), `data` and `trash`; removed when the test or, made outside of one, the file ends. */
  readonly baseFolder: string;
  readonly trashFolder: string;
  /** What `wrote` was called with, in order. */
  readonly written: string[];
  /** What the platform was asked to put in the trash, in order. */
  readonly trashed: string[];
  readonly logged: { readonly stream: 'stdout' | 'stderr' | 'info'; readonly text: string }[];
  readonly children: { readonly pid: number; readonly startTime: number | undefined }[];
}

/** Each call has its own new folder and keys. Notifications, the sandbox and the engine's host refuse unless overridden. */
export function makeContext(overrides: Partial<StepContext> = {}): TestContext {
  const baseFolder = makeBaseFolder();
  const workingDirectory = overrides.workingDirectory ?? makeFolder(baseFolder, 'work');
  const trashFolder = makeFolder(baseFolder, 'trash');
  const written: string[] = [];
  const trashed: string[] = [];
  const logged: TestContext['logged'] = [];
  const children: TestContext['children'] = [];
  const taskKey = randomBytes(16).toString('hex');
  const attemptKey = randomBytes(16).toString('hex');
  return {
    runId: 'run-1',
    stepPath: 'step',
    attempt: 1,
    workingDirectory,
    roots: [workingDirectory],
    dataDir: makeFolder(baseFolder, 'data'),
    environment: { PATH: process.env['PATH'] ?? '', HOME: baseFolder },
    signal: new AbortController().signal,
    taskKey: () => taskKey,
    attemptKey: () => attemptKey,
    intent: undefined,
    platform: makePlatform(trashFolder, trashed, baseFolder),
    host: {
      runWorkflow: () => Promise.reject(missing('host.runWorkflow')),
      setWorkflowEnabled: () => Promise.reject(missing('host.setWorkflowEnabled')),
      publishEvent: () => {
        throw missing('host.publishEvent');
      },
      setVariables: () => {
        throw missing('host.setVariables');
      },
      callModel: () => Promise.reject(missing('host.callModel')),
      postToChat() {
        throw missing('host.postToChat');
      },
      memory: {
        read: () => Promise.reject(missing('host.memory.read')),
        change: () => {
          throw missing('host.memory.change');
        },
      },
      ask: () => Promise.reject(missing('host.ask')),
      tellEscalation: () => {
        throw missing('host.tellEscalation');
      },
      answerEscalation: () => Promise.reject(missing('host.answerEscalation')),
      inboxItem: () => {
        throw missing('host.inboxItem');
      },
    },
    now: () => Date.now(),
    log: (stream, text) => void logged.push({ stream, text }),
    masks: { text: (text) => text, isIn: () => false },
    wrote: (path) => void written.push(path),
    evaluate: () => Promise.reject(missing('evaluate')),
    spawn: testSpawn,
    readRun: () => {
      throw missing('readRun');
    },
    started: (child) => void children.push(child),
    ...overrides,
    baseFolder,
    trashFolder,
    written,
    trashed,
    logged,
    children,
  };
}

function makePlatform(trashFolder: string, trashed: string[], home: string): Platform {
  return {
    os: process.platform,
    environment: { ...process.env, HOME: home },
    trash: async (paths) => {
      for (const path of paths) {
        await rename(path, join(trashFolder, `${trashed.length}-${basename(path)}`));
        trashed.push(path);
      }
    },
    notify: () => Promise.reject(new ActionError('NOTIFY_UNAVAILABLE', 'There is no desktop in this test')),
    secret: () => Promise.resolve(undefined),
    forkHelper: () => {
      throw missing('platform.forkHelper');
    },
  };
}

function missing(what: string): Error {
  return new Error(`This test did not say what ${what} does: pass it in the overrides of makeContext`);
}

/** Real path: on macOS the temporary folder is itself behind a link. */
function makeBaseFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-test-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  if (TestRunner.getCurrentTest() === undefined) afterAll(remove);
  else onTestFinished(remove);
  return folder;
}

function makeFolder(base: string, name: string): string {
  const folder = join(base, name);
  mkdirSync(folder);
  return folder;
}
