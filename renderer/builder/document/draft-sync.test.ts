import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnalyser } from './analyser.ts';
import { type BuilderStore, createBuilderStore } from './builder-store.ts';
import { createDraftSync, type DraftCalls, type DraftSync, type StoredDraft } from './draft-sync.ts';
import { type LocalDraft, openLocalDraft } from './local-drafts.ts';
import { chooseStart } from './open-draft.ts';
import { memoryStorage } from './test-storage.ts';

const stored = 'name: W\nsteps:\n  - { id: a, delay: 1s }\n';
const away = new Error('away');

/** Holds one draft by the rules of the engine. */
class Engine {
  draft: StoredDraft | undefined;
  version = { hash: 'v1', text: stored };
  isAway = false;
  /** It does what it is asked, and the connection goes before it can answer. */
  cutsAnswers = false;
  saves = 0;
  readonly #windows: { editor: string; sync: DraftSync }[] = [];
  #wakes: (() => void)[] = [];

  callsOf(editor: string): DraftCalls {
    const ask = <T>(answer: () => T): Promise<T> =>
      this.isAway
        ? Promise.reject(away)
        : Promise.resolve()
            .then(answer)
            .then((answered) => (this.cutsAnswers ? Promise.reject(away) : answered));
    return {
      get: () => ask(() => this.draft),
      version: () => ask(() => this.version),
      save: ({ name: _, ...draft }) =>
        ask(() => {
          if ((this.draft?.revision ?? 0) !== draft.revision) return { is: 'changed' };
          this.draft = { ...draft, revision: draft.revision + 1 };
          this.saves++;
          this.tell(editor);
          return { is: 'saved', revision: this.draft.revision };
        }),
      discard: () =>
        ask(() => {
          this.draft = undefined;
          this.tell(editor);
        }),
      isAway: (error) => error === away,
      whenBack: () => new Promise((resolve) => this.#wakes.push(resolve)),
      describe: String,
    };
  }

  join(editor: string, sync: DraftSync): void {
    this.#windows.push({ editor, sync });
  }

  tell(editor?: string): void {
    for (const window of this.#windows) {
      window.sync.hear({ revision: this.draft?.revision ?? 0, isOwn: window.editor === editor, hash: this.version.hash });
    }
  }

  comeBack(): void {
    this.isAway = false;
    for (const wake of this.#wakes.splice(0)) wake();
    this.tell();
  }
}

let engine: Engine;
const clock = {
  now: () => Date.now(),
  setTimeout: (run: () => void, ms: number) => Number(setTimeout(run, ms)),
  clearTimeout: (handle: number) => clearTimeout(handle),
};
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let shared: Storage;
let windows: number;
beforeEach(() => {
  engine = new Engine();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  shared = memoryStorage();
  windows = 0;
});

afterEach(() => vi.useRealTimers());

interface Window {
  readonly store: BuilderStore;
  readonly sync: DraftSync;
  readonly local: LocalDraft;
  readonly followed: string[];
  type(text: string): void;
  is(): string;
}

/** A window as it opens, or as it is loaded again when it is given the storage of its own. */
async function openWindow(own: Storage = memoryStorage()): Promise<Window> {
  const editor = `window ${++windows}`;
  const local = await openLocalDraft('w', { shared, own, locks: undefined, newId: () => editor });
  const kept = local.read();
  const { text, history, ...start } = chooseStart({ version: engine.version.text, draft: engine.draft, kept });
  const analyser = createAnalyser(() => {
    throw new Error('no worker for so small a text');
  });
  const store = createBuilderStore({ text, analyser, now: () => clock.now(), ...(history === undefined ? {} : { history }) });
  const followed: string[] = [];
  const base = { hash: kept?.base ?? engine.draft?.base ?? engine.version.hash, text: engine.version.text };
  const sync = createDraftSync({
    store,
    calls: engine.callsOf(editor),
    local,
    clock,
    base,
    ...start,
    onFollowed: () => followed.push('!'),
  });
  engine.join(editor, sync);
  return { store, sync, local, followed, type: (typed) => store.getState().setText(typed), is: () => sync.state.getState().is };
}

const edited = (comment: string): string => `# ${comment}\n${stored}`;

describe('a draft', () => {
  it('is saved once the edits pause, and at the latest after a while', async () => {
    const { type, is } = await openWindow();
    expect(is()).toBe('clean');
    type(edited('1'));
    expect(is()).toBe('saving');
    await advance(299);
    expect(engine.saves).toBe(0);
    await advance(1);
    expect(engine.draft).toMatchObject({ text: edited('1'), base: 'v1', revision: 1 });
    expect(is()).toBe('saved');
    for (let number = 0; number < 10; number++) {
      type(edited(`more ${number}`));
      await advance(200);
    }
    expect(engine.saves).toBe(2);
  });

  it('goes when the text is the version again', async () => {
    const { type, store, is } = await openWindow();
    type(edited('1'));
    await advance(300);
    store.getState().undo();
    await advance(300);
    expect(engine.draft).toBeUndefined();
    expect(is()).toBe('clean');
  });

  it('survives a reload in the middle of an edit, with its steps back', async () => {
    const own = memoryStorage();
    const first = await openWindow(own);
    first.type(edited('not saved yet'));
    const again = await openWindow(own);
    expect(again.store.getState()).toMatchObject({ text: edited('not saved yet'), undoLabel: 'Typing' });
    await advance(300);
    expect(engine.draft?.text).toBe(edited('not saved yet'));
    expect(again.local.read()).toBeUndefined();
    again.store.getState().undo();
    expect(again.store.getState().text).toBe(stored);
  });

  it('is kept in the window while the engine is away, and goes to it when it is back', async () => {
    const { type, is, local } = await openWindow();
    engine.isAway = true;
    type(edited('1'));
    await advance(300);
    expect(is()).toBe('away');
    type(edited('2'));
    await advance(300);
    expect(local.read()?.text).toBe(edited('2'));
    engine.comeBack();
    await expect.poll(is).toBe('saved');
    expect(engine.draft?.text).toBe(edited('2'));
    expect(local.read()).toBeUndefined();
  });
});

describe('what comes from this window itself', () => {
  it('is no conflict: a save whose answer was lost', async () => {
    const { type, is } = await openWindow();
    type(edited('1'));
    engine.cutsAnswers = true;
    await advance(300);
    expect(is()).toBe('away');
    type(edited('2'));
    engine.cutsAnswers = false;
    engine.comeBack();
    await expect.poll(is).toBe('saved');
    expect(engine.draft).toMatchObject({ text: edited('2'), revision: 2 });
  });

  it('is no conflict: what the page sent before it was loaded again', async () => {
    const own = memoryStorage();
    const first = await openWindow(own);
    first.type(edited('1'));
    const again = await openWindow(own);
    again.store.getState().undo();
    await first.sync.flush();
    await advance(300);
    await expect.poll(again.is).toBe('clean');
    expect(again.store.getState().text).toBe(stored);
    expect(engine.draft).toBeUndefined();
  });
});

describe('two windows', () => {
  it('the one that edits nothing follows the other, and says so', async () => {
    const first = await openWindow();
    const second = await openWindow();
    first.type(edited('by the first'));
    await advance(300);
    await expect.poll(() => second.store.getState().text).toBe(edited('by the first'));
    expect(second.followed).toEqual(['!']);
    second.type(edited('by the second'));
    await advance(300);
    await expect.poll(() => first.store.getState().text).toBe(edited('by the second'));
    expect([first.is(), second.is()]).toEqual(['saved', 'saved']);
  });

  it('the one that edits nothing also follows back to a text that it has shown before', async () => {
    const first = await openWindow();
    first.type(edited('1'));
    await advance(300);
    const second = await openWindow();
    first.type(edited('2'));
    await advance(3000);
    await expect.poll(() => second.store.getState().text).toBe(edited('2'));
    first.store.getState().replace(edited('1'), { label: 'Back' });
    await advance(3000);
    await expect.poll(() => second.store.getState().text).toBe(edited('1'));
    expect(engine.draft?.text).toBe(edited('1'));
  });

  it.each(['takeTheirs', 'keepMine'] as const)('that edit at once are told, and %s settles it', async (choice) => {
    const first = await openWindow();
    const second = await openWindow();
    second.type(edited('second'));
    first.type(edited('first'));
    await first.sync.flush();
    await expect.poll(second.is).toBe('conflict');
    await advance(2000);
    expect(engine.draft?.text).toBe(edited('first'));
    expect(second.local.read()?.text).toBe(edited('second'));
    await second.sync[choice]();
    const text = choice === 'keepMine' ? edited('second') : edited('first');
    expect(second.store.getState().text).toBe(text);
    expect(engine.draft?.text).toBe(text);
    await expect.poll(() => first.store.getState().text).toBe(text);
  });
});

describe('a version', () => {
  it('that is made of the draft takes its place; what is typed meanwhile is the next draft', async () => {
    const { type, sync, is, store } = await openWindow();
    type(edited('1'));
    await advance(300);
    await sync.becomeVersion(async () => {
      engine.version = { hash: 'v2', text: store.getState().text };
      engine.tell();
      type(edited('2'));
      return engine.version;
    });
    expect(sync.state.getState()).toMatchObject({ base: { hash: 'v2' }, movedTo: undefined });
    expect(engine.draft).toMatchObject({ text: edited('2'), base: 'v2', revision: 1 });
    expect(is()).toBe('saved');
  });

  it('that is saved elsewhere is shown where nothing was edited', async () => {
    const { store, is } = await openWindow();
    engine.version = { hash: 'v2', text: edited('imported') };
    engine.tell();
    await expect.poll(() => store.getState().text).toBe(edited('imported'));
    expect(is()).toBe('clean');
    expect(engine.draft).toBeUndefined();
  });

  it('that is saved elsewhere while a draft is open is told, and the draft goes on from it or gives way', async () => {
    const { type, sync, store } = await openWindow();
    type(edited('mine'));
    await advance(300);
    engine.version = { hash: 'v2', text: edited('imported') };
    engine.tell();
    expect(sync.state.getState().movedTo).toBe('v2');
    await sync.rebase();
    expect(sync.state.getState()).toMatchObject({ movedTo: undefined, base: { hash: 'v2' } });
    expect(engine.draft).toMatchObject({ text: edited('mine'), base: 'v2' });
    await sync.takeVersion('Take the newer version');
    expect(store.getState().text).toBe(edited('imported'));
    expect(engine.draft).toBeUndefined();
    store.getState().undo();
    expect(store.getState().text).toBe(edited('mine'));
  });
});
