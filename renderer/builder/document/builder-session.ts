import { notifications } from '@mantine/notifications';
import { engine } from '../../bridge/engine.ts';
import { type Analyser, createAnalyser } from './analyser.ts';
import { type BuilderStore, createBuilderStore } from './builder-store.ts';
import { callsOfDraft } from './draft-calls.ts';
import { type BaseVersion, createDraftSync, type DraftSync } from './draft-sync.ts';
import { openLocalDraft } from './local-drafts.ts';
import { newWorkflow } from './new-workflow.ts';
import { chooseStart } from './open-draft.ts';
import { startAnalyseWorker } from './start-analyse-worker.ts';
import { loadReaderOf } from './text-reader.ts';

/** The workflow that is edited, as it is stored. */
export interface StoredWorkflow {
  readonly id: string;
  readonly name: string;
  /** The file that it was imported from, absolute; null when there was none. */
  readonly path: string | null;
}

/** One open builder. */
export interface BuilderSession {
  readonly draft: string;
  /** Undefined for a workflow that is not saved yet. */
  readonly workflow: StoredWorkflow | undefined;
  /** Tells this window apart from others that edit the same draft. */
  readonly editor: string;
  readonly store: BuilderStore;
  readonly sync: DraftSync;
  close(): void;
}

export type SessionTarget = { readonly workflow: string } | { readonly newDraft: string };

/** Opens a workflow, or the draft of a new one, where it was left. Throws as the engine's calls do. */
export async function openSession(target: SessionTarget): Promise<BuilderSession> {
  const stored = 'workflow' in target ? await engine.workflows.get({ workflow: target.workflow }) : undefined;
  const draft = 'workflow' in target ? (stored?.id ?? target.workflow) : target.newDraft;
  const editor = crypto.randomUUID();
  const calls = callsOfDraft(draft, stored?.id ?? null, editor);
  const local = await openLocalDraft(draft, {
    shared: localStorage,
    own: sessionStorage,
    locks: navigator.locks,
    newId: () => crypto.randomUUID(),
  });
  const engines = await calls.get();
  const version = stored?.text ?? newWorkflow;
  const kept = local.read();
  const hash = kept?.base ?? engines?.base ?? stored?.hash;
  const base: BaseVersion | undefined = hash === undefined || hash === null ? undefined : { hash, text: version };
  const { text, history, ...start } = chooseStart({ version, draft: engines, kept });

  await loadReaderOf(text);
  const analyser: Analyser = createAnalyser(startAnalyseWorker);
  const idle = requestIdleCallback(() => analyser.prepare(text));
  const store = createBuilderStore({ text, analyser, now: () => performance.now(), ...(history === undefined ? {} : { history }) });
  const sync = createDraftSync({
    onFollowed: () =>
      notifications.show({ id: `followed ${draft}`, message: 'This draft was changed in another window: you see it as it is now.' }),
    store,
    calls,
    local,
    base,
    ...start,
    clock: windowClock,
    ...(stored === undefined ? { untouched: newWorkflow } : {}),
  });
  return {
    draft,
    workflow: stored === undefined ? undefined : { id: stored.id, name: stored.name, path: stored.path },
    editor,
    store,
    sync,
    close() {
      cancelIdleCallback(idle);
      sync.close();
      analyser.close();
    },
  };
}

const windowClock = {
  now: () => Date.now(),
  setTimeout: (run: () => void, ms: number) => window.setTimeout(run, ms),
  clearTimeout: (handle: number) => window.clearTimeout(handle),
};
