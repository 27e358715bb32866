import type { BuilderStart } from './builder-store.ts';
import type { DraftSyncOptions, StoredDraft } from './draft-sync.ts';
import type { KeptDraft } from './local-drafts.ts';
import { readHistory } from './undo-history.ts';

export type DraftStart = Pick<BuilderStart, 'text' | 'history'> & Pick<DraftSyncOptions, 'revision' | 'unsaved'>;

/** What the builder begins with: what this window has kept and the engine has not, else the engine's draft, else the version. */
export function chooseStart(given: {
  readonly version: string;
  readonly draft: StoredDraft | undefined;
  readonly kept: KeptDraft | undefined;
}): DraftStart {
  const { version, draft, kept } = given;
  const revision = draft?.revision ?? 0;
  const engines = draft ?? { text: version, history: '' };
  if (kept === undefined || kept.text === engines.text) return begin(engines, revision);
  // What began from a version that was saved since, by this window, is over.
  return { ...begin(kept, revision), unsaved: kept.revision >= revision ? 'newer' : 'conflict' };
}

function begin({ text, history }: { readonly text: string; readonly history: string }, revision: number): DraftStart {
  return { text, history: readHistory(history, text), revision };
}
