import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { InboxDecision, InboxItem } from '../../shared/contract/inbox.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { engine } from '../bridge/engine.ts';
import { navigate } from '../ui/route.ts';

export interface GivenAnswer {
  readonly decision: InboxDecision;
  readonly fields: JsonObject;
  readonly comment: string;
}

/** Answers exactly what was shown. A push-back leads to the run that goes on. */
export function useAnswer({ id, hash }: Pick<InboxItem, 'id' | 'hash'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ decision, fields, comment }: GivenAnswer) =>
      engine.inbox.answer({ item: id, hash, decision, fields, by: 'a person at the window', ...(comment === '' ? {} : { comment }) }),
    onSuccess: ({ goesOnAs }) => {
      if (goesOnAs !== null) navigate('runs', goesOnAs);
    },
    // Whatever came of it, what is shown may have changed.
    onSettled: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
}
