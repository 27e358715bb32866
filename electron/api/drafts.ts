import { implement } from '@orpc/server';
import { type Draft, draftsContract } from '../../shared/contract/drafts.ts';
import type { DraftRow } from '../store/drafts-table.ts';
import type { ApiParts } from './api-parts.ts';
import type { DraftNews } from './draft-news.ts';
import { conflict, notFound } from './failures.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';

export function draftHandlers({ parts }: Pick<ApiParts, 'parts'>, news: DraftNews) {
  const { store, clock } = parts;
  const os = implement(draftsContract).use(tellStoreFailure);

  function hashOf(workflow: string): string | null {
    const row = store.workflows.byId(workflow);
    return row?.imported === true ? (store.workflows.version(row.versionKey)?.hash ?? null) : null;
  }

  return {
    list: os.list.handler(() => ({ items: store.drafts.list().map(view), next: null })),

    get: os.get.handler(({ input }) => {
      const row = store.drafts.byId(input.draft);
      if (row === undefined) throw notFound('draft', input.draft);
      return { ...view(row), text: row.text, history: row.history };
    }),

    save: os.save.handler(async ({ input }) => {
      const { draft: id, workflow: workflowId, editor, ...kept } = input;
      const row = { ...kept, id, workflowId, updatedAt: clock.now() };
      const isSaved = await store.write(() => store.drafts.save(row));
      if (!isSaved) {
        const what = store.drafts.byId(id) === undefined ? 'was saved or thrown away' : 'was changed';
        throw conflict(`The draft of ${kept.name} ${what} elsewhere: take that, or keep yours.`, 'changed');
      }
      news.tell(id, editor);
      return view({ ...row, revision: kept.revision + 1 });
    }),

    discard: os.discard.handler(async ({ input }) => {
      const isGone = await store.write(() => store.drafts.remove(input.draft));
      if (isGone) news.tell(input.draft, input.editor);
      return { draft: input.draft };
    }),

    follow: os.follow.handler(async function* ({ input, signal }) {
      for await (const editor of news.follow(input.draft, signal)) {
        yield { revision: store.drafts.byId(input.draft)?.revision ?? 0, editor: editor ?? null, hash: hashOf(input.draft) };
      }
    }),
  };
}

function view({ id, workflowId, name, base, revision, updatedAt }: DraftRow): Draft {
  return { draft: id, workflow: workflowId, name, base, revision, updatedAt: iso(updatedAt) };
}
