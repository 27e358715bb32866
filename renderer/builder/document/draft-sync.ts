import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { BuilderStore } from './builder-store.ts';
import type { LocalDraft } from './local-drafts.ts';
import { readHistory, writeHistory } from './undo-history.ts';

/** The version that a draft began from. */
export interface BaseVersion {
  readonly hash: string;
  readonly text: string;
}

/** What the engine has of a draft. */
export interface StoredDraft {
  readonly text: string;
  readonly history: string;
  readonly base: string | null;
  readonly revision: number;
}

export interface DraftToSave extends StoredDraft {
  readonly name: string;
}

/** `revision` is the one that it was saved under; `changed`: somebody else has saved or thrown away since. */
export type SaveResult = { readonly is: 'saved'; readonly revision: number } | { readonly is: 'changed' };

/** The engine's side. A call that the connection cut off throws what `isAway` knows. */
export interface DraftCalls {
  get(): Promise<StoredDraft | undefined>;
  save(draft: DraftToSave): Promise<SaveResult>;
  discard(): Promise<void>;
  isAway(error: unknown): boolean;
  /** Resolves when the engine answers again. */
  whenBack(): Promise<void>;
  describe(error: unknown): string;
}

export interface DraftState {
  readonly is: /** The text is that of the version. */
    | 'clean'
    | 'saving'
    | 'saved'
    /** The engine is away, and the draft is kept in this window. */
    | 'away'
    /** Another window has changed the draft: nothing is saved until the person has chosen. */
    | 'conflict'
    | 'refused';
  /** Why the engine did not take it. */
  readonly message?: string;
  readonly base: BaseVersion | undefined;
  /** The current version is no more the one that the draft began from. */
  readonly movedTo: string | undefined;
}

export interface DraftSync {
  readonly state: StoreApi<DraftState>;
  /** What somebody tells of the draft: its revision, and the hash of the workflow's version. */
  hear(news: { readonly revision: number; readonly isOwn: boolean; readonly hash: string | null }): void;
  /** Saves now what is not saved yet. Resolves when there is nothing left to do, or nothing can be done. */
  flush(): Promise<void>;
  takeTheirs(): Promise<void>;
  keepMine(): Promise<void>;
  /** The text has become this version: the draft goes. What was typed since becomes the next draft. */
  becomeVersion(base: BaseVersion): Promise<void>;
  /** Goes on from this version, with the text as it is. */
  rebase(base: BaseVersion): void;
  /** Back to the version, as one step that can be undone. */
  discard(): Promise<void>;
  close(): void;
}

export interface DraftSyncOptions {
  readonly store: BuilderStore;
  readonly calls: DraftCalls;
  readonly local: LocalDraft;
  readonly clock: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>;
  readonly base: BaseVersion | undefined;
  /** Of the draft that the store began with; 0: there is none. */
  readonly revision: number;
  /** The store began with what this window had kept: the engine is still to get it. `conflict`: it has got another one since. */
  readonly unsaved?: 'newer' | 'conflict';
  /** What a new workflow begins with: as long as the text is that, there is nothing to keep. */
  readonly untouched?: string;
}

/** A pause in the edits, after which they are saved. */
const pauseMs = 300;
/** Edits that never pause are saved so often. */
const longestMs = 1500;

/** Keeps the draft with the engine at every edit, and in this window until the engine has it. */
export function createDraftSync({ store, calls, local, clock, ...start }: DraftSyncOptions): DraftSync {
  let { revision } = start;
  let saved = start.unsaved === undefined ? store.getState().text : undefined;
  let timer: number | undefined;
  let since: number | undefined;
  let running: Promise<void> | undefined;
  let closed = false;

  const first: DraftState['is'] =
    start.unsaved === 'conflict' ? 'conflict' : revision === 0 && start.unsaved === undefined ? 'clean' : 'saved';
  const state = createStore<DraftState>(() => ({ is: first, base: start.base, movedTo: undefined }));
  const become = (is: DraftState['is'], message?: string): void =>
    state.setState(({ base, movedTo }) => ({ is, base, movedTo, ...(message === undefined ? {} : { message }) }), true);

  const isSaved = (): boolean => store.getState().text === saved;
  const isVersion = (): boolean => revision === 0 && store.getState().text === (state.getState().base?.text ?? start.untouched);

  function keep(): void {
    const { text, history } = store.getState();
    local.put({ text, history: writeHistory(history), base: state.getState().base?.hash ?? null, revision, at: clock.now() });
  }

  function schedule(): void {
    if (timer !== undefined) clock.clearTimeout(timer);
    since ??= clock.now();
    const waitMs = Math.max(0, Math.min(pauseMs, since + longestMs - clock.now()));
    timer = clock.setTimeout(() => void flush(), waitMs);
  }

  const unsubscribe = store.subscribe(({ text }, before) => {
    if (text === before.text || closed) return;
    if (isVersion()) {
      local.remove();
      if (state.getState().is !== 'conflict') become('clean');
      return;
    }
    keep();
    if (state.getState().is === 'conflict') return;
    if (state.getState().is !== 'away') become('saving');
    schedule();
  });

  async function flush(): Promise<void> {
    if (timer !== undefined) clock.clearTimeout(timer);
    timer = undefined;
    since = undefined;
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function run(): Promise<void> {
    while (!isSaved() && !isVersion() && state.getState().is !== 'conflict') {
      const { text, history, document } = store.getState();
      const base = state.getState().base?.hash ?? null;
      try {
        const result = await calls.save({ name: document?.name ?? '', text, history: writeHistory(history), base, revision });
        if (result.is === 'changed') return become('conflict');
        revision = result.revision;
        saved = text;
      } catch (error) {
        if (!calls.isAway(error)) return become('refused', calls.describe(error));
        if (closed) return;
        become('away');
        await calls.whenBack();
      }
    }
    if (isSaved() && state.getState().is !== 'conflict') {
      local.remove();
      become(isVersion() ? 'clean' : 'saved');
    }
  }

  function goOn(next: { readonly base?: BaseVersion | undefined }): void {
    state.setState((before) => ({ ...before, ...next, movedTo: undefined }));
  }

  if (start.unsaved === 'newer') schedule();

  return {
    state,
    flush,
    hear({ revision: heard, isOwn, hash }) {
      const { base, is } = state.getState();
      if (hash !== null && base !== undefined) state.setState({ movedTo: hash === base.hash ? undefined : hash });
      // While a save is under way, its own answer tells whether somebody else was first.
      if (isOwn || heard === revision || running !== undefined || is === 'conflict') return;
      keep();
      become('conflict');
    },
    async takeTheirs() {
      const theirs = await calls.get();
      const { base } = state.getState();
      revision = theirs?.revision ?? 0;
      saved = theirs?.text ?? base?.text;
      become(theirs === undefined ? 'clean' : 'saved');
      if (theirs !== undefined) store.getState().replace(theirs.text, { history: readHistory(theirs.history, theirs.text) });
      else if (base !== undefined) store.getState().replace(base.text, { label: 'Take the saved version' });
      local.remove();
    },
    async keepMine() {
      revision = (await calls.get())?.revision ?? 0;
      saved = undefined;
      become('saving');
      await flush();
    },
    async becomeVersion(base) {
      await running;
      if (timer !== undefined) clock.clearTimeout(timer);
      timer = undefined;
      goOn({ base });
      await calls.discard();
      revision = 0;
      saved = undefined;
      local.remove();
      if (isVersion()) become('clean');
      else {
        keep();
        become('saving');
        await flush();
      }
    },
    rebase(base) {
      goOn({ base });
      saved = undefined;
      if (isVersion()) return become('clean');
      keep();
      schedule();
    },
    async discard() {
      await running;
      const { base } = state.getState();
      await calls.discard();
      revision = 0;
      local.remove();
      saved = base?.text;
      if (base !== undefined) store.getState().replace(base.text, { label: 'Discard the draft' });
      become('clean');
    },
    close() {
      void flush();
      closed = true;
      unsubscribe();
    },
  };
}
