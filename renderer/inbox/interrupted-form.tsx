import { Text } from '@mantine/core';
import type { InboxItem } from '../../shared/contract/inbox.ts';
import { SettleForm } from '../answer/settle-form.tsx';
import classes from './inbox-detail.module.css';
import { useSettle } from './use-inbox.ts';

/** Settles a step that was cut off when nobody can tell whether it took effect. */
export function InterruptedForm({ item }: { readonly item: InboxItem }) {
  const answer = useSettle(item);
  return (
    <section className={classes.form} aria-label="Your decision">
      <Text size="sm" fw={600}>
        Look whether it happened, then decide
      </Text>
      <SettleForm isPending={answer.isPending} error={answer.error} onSettle={answer.mutate} />
    </section>
  );
}
