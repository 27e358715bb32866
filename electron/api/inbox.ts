import { implement } from '@orpc/server';
import { type InboxDecision, inboxContract } from '../../shared/contract/inbox.ts';
import type { Decision } from '../../shared/inbox/inbox-item.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { ApiParts } from './api-parts.ts';
import { cutPage, readCursor } from './cursor.ts';
import { conflict, invalidInput } from './failures.ts';
import { requireRun } from './find.ts';
import { countInbox, interruptedItems, requireItem, viewOfItem } from './inbox-items.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { watchInbox } from './watch-inbox.ts';

export function inboxHandlers({ parts, engine }: ApiParts) {
  const { store } = parts;
  const os = implement(inboxContract).use(tellStoreFailure);

  return {
    list: os.list.handler(({ input }) => {
      const { open, kind, limit, cursor } = input;
      const run = input.run === undefined ? undefined : requireRun(store, input.run);
      const before = readCursor(cursor);
      // There are never many of these, and they are the most pressing: all of them stand on the first page.
      const interrupted = before === undefined && (kind ?? 'interrupted') === 'interrupted' ? interruptedItems(store, run?.id) : [];
      if (kind === 'interrupted') return { items: interrupted, next: null };
      const filter = {
        open,
        ...(kind === undefined ? {} : { kind }),
        ...(run === undefined ? {} : { runKey: run.key }),
        ...(before === undefined ? {} : { before }),
      };
      const { rows, next } = cutPage(store.inbox.list({ ...filter, limit: limit + 1 }), limit);
      return { items: [...interrupted, ...rows.map((row) => viewOfItem(store, row))], next };
    }),

    count: os.count.handler(() => countInbox(store)),

    get: os.get.handler(({ input }) => requireItem(store, input.item)),

    answer: os.answer.handler(async ({ input }) => {
      const item = requireItem(store, input.item);
      const { decision, by, fields, comment = null, output } = input;
      if (item.status !== 'open') throw conflict(`This is not open any more: it was ${describeEnd(item)}.`, item.status);
      if (input.hash !== item.hash) {
        throw conflict('What it shows has changed since. Look at it again before you answer.', item.status);
      }
      if (!item.decisions.includes(decision)) {
        throw invalidInput([
          {
            code: 'INVALID_DECISION',
            message: `${decision} is no answer to this; it can be ${item.decisions.join(', ')}`,
            severity: 'error',
            path: 'decision',
          },
        ]);
      }
      try {
        const row = store.inbox.byId(item.id);
        if (row === undefined || !isAnswer(decision)) {
          if (isAnswer(decision)) throw conflict('This is not open any more.', item.status);
          await engine.decide(requireRun(store, item.runId), item.path, decision, by, output);
          return { ...item, status: 'answered', answer: { decision, by, fields: {}, comment } } as const;
        }
        await engine.answer(row, { decision, by, fields, comment: comment === '' ? null : comment });
        return requireItem(store, item.id);
      } catch (error) {
        if (!(error instanceof ActionError)) throw error;
        if (error.code === 'INVALID_ANSWER') {
          throw invalidInput([{ code: error.code, message: error.message, severity: 'error', path: 'fields' }]);
        }
        throw conflict(error.message, item.status);
      }
    }),

    watch: os.watch.handler(({ signal }) => watchInbox(store, engine, signal)),
  };
}

function isAnswer(decision: InboxDecision): decision is Decision {
  return decision === 'approve' || decision === 'reject' || decision === 'push_back';
}

function describeEnd({ status, answer }: ReturnType<typeof viewOfItem>): string {
  if (answer === null) return status.replaceAll('_', ' ');
  return `decided by ${answer.by ?? 'nobody, in time'} (${answer.decision.replaceAll('_', ' ')})`;
}
