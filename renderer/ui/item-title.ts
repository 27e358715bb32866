import type { InboxItem } from '../../shared/contract/inbox.ts';

/** What an item of the inbox is about; a step without a name is known by what it asks. */
export function itemTitle({ title, stepId, message }: Pick<InboxItem, 'title' | 'stepId' | 'message'>): string {
  const [line = ''] = message.trim().split('\n');
  return title === stepId && line !== '' ? line : title;
}
