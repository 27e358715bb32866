import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { BuilderStore } from './builder-store.ts';
import type { LocalDraft } from './local-drafts.ts';
import { noHistory, readHistory, writeHistory } from './undo-history.ts';

/** The version that a draft began from. */
export interface BaseVersion {
  readonly hash: string;
  readonly text: string;
}

/** What the engine has of a draft. */
export interface StoredDraft {
  readonly text: string;
  readonly history: string;
  /** Hash of the version that it began from; null for a workflow that is not saved yet. */
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
  /** The workflow's current version; undefined for one that is not saved yet. */
  version(): Promise<BaseVersion | undefined>;
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
  /** The current version, when it is no more the one that the draft began from. */
  readonly movedTo: string | undefined;
}

/** What is heard of a draft from elsewhere. */
export interface DraftNews {
  readonly revision: number;
  /** This window has done it itself. */
  readonly isOwn: boolean;
  /** Of the workflow's current version. */
  readonly hash: string | null;
}

export interface DraftSync {
  readonly state: StoreApi<DraftState>;
  hear(news: DraftNews): void;
  /** Saves now what is not saved yet. Resolves when there is nothing left to do, or nothing can be done. */
  flush(): Promise<void>;
  takeTheirs(): Promise<void>;
  keepMine(): Promise<void>;
  /** `save` makes the text a version: then the draft goes. What was typed meanwhile becomes the next draft. */
  becomeVersion(save: () => Promise<BaseVersion>): Promise<void>;
  /** The workflow's current version in place of the draft, as one step that can be undone. */
  takeVersion(label: string): Promise<void>;
  /** Goes on with the text as it is, from the workflow's current version. */
  rebase(): Promise<void>;
  close(): void;
}

export interface DraftSyncOptions {
  readonly store: BuilderStore;
  readonly calls: DraftCalls;
  readonly local: LocalDraft;
  readonly clock: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>;
  readonly base: BaseVersion | undefined;
  /** What a new workflow begins with: as long as the text is that, there is nothing to keep. */
  readonly untouched?: string;
  /** Of the draft that the store began with; 0: there is none. */
  readonly revision: number;
  /** The store began with what this window had kept: the engine is still to get it. `conflict`: it has got another one since. */
  readonly unsaved?: 'newer' | 'conflict';
  /** What was done in another window is shown here now. */
  onFollowed(): void;
}

/** A pause in the edits, after which they are saved. */
const pauseMs = 300;
/** Edits that never pause are saved so often. */
const longestMs = 1500;
/** Texts of its own that a window knows again. */
const mostKnown = 20;

/** Keeps the draft with the engine at every edit, and in this window until the engine has it. */
export function createDraftSync({ store, calls, local, clock, onFollowed, ...start }: DraftSyncOptions): DraftSync {
  let { revision } = start;
  /** What the engine's draft says; undefined when it is not known, or there is none. */
  let saved = start.unsaved === undefined && revision > 0 ? store.getState().text : undefined;
  let timer: number | undefined;
  let since: number | undefined;
  let running: Promise<void> | undefined;
  /** A version is being made here: what is heard of it is no news. */
  let isBecoming = false;
  let closed = false;

  const text = (): string => store.getState().text;
  /** Texts that this window has sent, or kept before it was loaded again, since it last took one from elsewhere. */
  let known: readonly string[] = start.unsaved === 'newer' ? [text()] : [];
  const first: DraftState['is'] =
    start.unsaved === 'conflict' ? 'conflict' : revision === 0 && start.unsaved === undefined ? 'clean' : 'saved';
  const state = createStore<DraftState>(() => ({ is: first, base: start.base, movedTo: undefined }));
  const is = (): DraftState['is'] => state.getState().is;
  /** Nothing is to be kept: the text says what the version says. */
  const isSame = (): boolean => text() === (state.getState().base?.text ?? start.untouched);

  function become(next: DraftState['is'], message?: string): void {
    const { base, movedTo } = state.getState();
    state.setState({ is: next, base, movedTo, ...(message === undefined ? {} : { message }) }, true);
  }

  function standOn(base: BaseVersion | undefined): void {
    state.setState({ base, movedTo: undefined });
  }

  function keep(): void {
    const base = state.getState().base?.hash ?? null;
    local.put({ text: text(), history: writeHistory(store.getState().history), base, revision, at: clock.now() });
  }

  function unschedule(): void {
    if (timer !== undefined) clock.clearTimeout(timer);
    timer = undefined;
    since = undefined;
  }

  function schedule(): void {
    if (timer !== undefined) clock.clearTimeout(timer);
    since ??= clock.now();
    timer = clock.setTimeout(() => void flush(), Math.max(0, Math.min(pauseMs, since + longestMs - clock.now())));
  }

  function onText(): void {
    if (isSame() && revision === 0) local.remove();
    else keep();
    if (is() === 'conflict') return;
    if (is() !== 'away') become(isSame() && revision === 0 ? 'clean' : 'saving');
    schedule();
  }

  const unsubscribe = store.subscribe((now, before) => {
    if (now.text !== before.text && !closed) onText();
  });

  function flush(): Promise<void> {
    unschedule();
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function run(): Promise<void> {
    while (is() !== 'conflict' && !isDone()) {
      try {
        await step();
      } catch (error) {
        if (!calls.isAway(error)) return become('refused', calls.describe(error));
        if (closed) return;
        become('away');
        await calls.whenBack();
      }
    }
  }

  function isDone(): boolean {
    if (hasUnsaved()) return false;
    local.remove();
    become(revision === 0 ? 'clean' : 'saved');
    return true;
  }

  /** One call: the draft is saved, or thrown away when the text is the version's again. */
  async function step(): Promise<void> {
    if (isSame()) {
      await calls.discard();
      revision = 0;
      saved = undefined;
      return;
    }
    const { history, document } = store.getState();
    const sent = text();
    known = [...known, sent].slice(-mostKnown);
    const base = state.getState().base?.hash ?? null;
    const result = await calls.save({ name: document?.name ?? '', text: sent, history: writeHistory(history), base, revision });
    if (result.is === 'saved') {
      revision = result.revision;
      saved = sent;
    } else if (!(await isOurs())) ask();
  }

  /** Nothing was edited here: what was saved elsewhere is shown, without a question. */
  async function followVersion(): Promise<void> {
    const version = await calls.version();
    if (version === undefined || is() !== 'clean' || closed) return;
    standOn(version);
    store.getState().replace(version.text, { history: noHistory });
  }

  /** What the engine has comes from this window: a save whose answer was lost, or one that the page sent before it was loaded again. */
  async function isOurs(): Promise<boolean> {
    const theirs = await calls.get();
    if (theirs === undefined || !known.includes(theirs.text)) return false;
    revision = theirs.revision;
    saved = theirs.text;
    return true;
  }

  async function meet(): Promise<void> {
    if (await isOurs()) return schedule();
    if (hasUnsaved()) return ask();
    await takeTheirs(true);
  }

  function hasUnsaved(): boolean {
    return isSame() ? revision > 0 : text() !== saved;
  }

  function ask(): void {
    keep();
    become('conflict');
  }

  /** With `isQuiet`, only when nothing was edited here meanwhile: then nothing is lost, and nobody needs to be asked. */
  async function takeTheirs(isQuiet: boolean): Promise<void> {
    const before = text();
    const theirs = await calls.get();
    const version = theirs === undefined ? await calls.version() : undefined;
    if (isQuiet && (closed || text() !== before || is() === 'conflict')) return closed ? undefined : ask();
    unschedule();
    known = [];
    revision = theirs?.revision ?? 0;
    saved = theirs?.text;
    if (version !== undefined) standOn(version);
    const next = theirs?.text ?? version?.text ?? start.untouched ?? before;
    const history = theirs === undefined ? noHistory : readHistory(theirs.history, theirs.text);
    become(theirs === undefined ? 'clean' : 'saved');
    store.getState().replace(next, { history });
    unschedule();
    become(theirs === undefined ? 'clean' : 'saved');
    local.remove();
    if (isQuiet && next !== before) onFollowed();
  }

  if (start.unsaved === 'newer') schedule();

  return {
    state,
    flush,
    hear({ revision: heard, isOwn, hash }) {
      const { base } = state.getState();
      if (!isBecoming && hash !== null && base !== undefined) {
        const hasMoved = hash !== base.hash;
        state.setState({ movedTo: hasMoved && is() !== 'clean' ? hash : undefined });
        if (hasMoved && is() === 'clean') void followVersion().catch(() => state.setState({ movedTo: hash }));
      }
      // While a save is under way, its own answer tells whether somebody else was first.
      if (isOwn || heard === revision || running !== undefined || isBecoming || is() === 'conflict') return;
      void meet().catch(ask);
    },
    takeTheirs: () => takeTheirs(false),
    async keepMine() {
      revision = (await calls.get())?.revision ?? 0;
      saved = undefined;
      become('saving');
      await flush();
    },
    async becomeVersion(save) {
      isBecoming = true;
      try {
        unschedule();
        await running;
        standOn(await save());
        if (revision > 0) await calls.discard();
        revision = 0;
        saved = undefined;
        become('saving');
      } finally {
        isBecoming = false;
      }
      await flush();
    },
    async takeVersion(label) {
      const version = await calls.version();
      if (version !== undefined) standOn(version);
      store.getState().replace(version?.text ?? start.untouched ?? text(), { label });
      if (is() === 'conflict') become('saving');
      await flush();
    },
    async rebase() {
      const version = await calls.version();
      if (version === undefined) return;
      standOn(version);
      saved = undefined;
      await flush();
    },
    close() {
      void flush();
      closed = true;
      unsubscribe();
    },
  };
}
