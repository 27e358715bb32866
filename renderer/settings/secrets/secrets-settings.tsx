import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { SecretView } from '../../../shared/contract/secrets.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { Failed } from '../../ui/notice.tsx';
import { Setting } from '../setting.tsx';
import { RemoveSecretDialog } from './remove-secret-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { SecretRow } from './secret-row.tsx';
import { useSecrets } from './use-secrets.ts';

type Open = { readonly what: 'add' } | { readonly what: 'change' | 'remove'; readonly secret: SecretView } | undefined;

/** Keys and passwords that workflows use by name: which there are, where they may go, and who keeps them. */
export function SecretsSettings() {
  const secrets = useSecrets();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  if (secrets.isError)
    return <Failed title="The secrets could not be read" {...describeFailure(secrets.error)} onRetry={() => void secrets.refetch()} />;
  if (secrets.data === undefined) return <Skeleton height={120} />;
  const { items, protection } = secrets.data;
  const add = (
    <Button size="xs" variant="default" onClick={() => setOpen({ what: 'add' })}>
      Add a secret…
    </Button>
  );
  return (
    <>
      {items.length === 0 ? (
        <Setting
          label="No secrets yet"
          help="A key or password that workflows use by its name. Its value goes only where you allow it, and is taken out of everything that runs print and store."
        >
          {add}
        </Setting>
      ) : (
        <Setting label="Keys and passwords that workflows use by name" help="What was set is not shown to anybody again.">
          {add}
        </Setting>
      )}
      {items.map((secret) => (
        <SecretRow
          key={secret.name}
          secret={secret}
          onChange={() => setOpen({ what: 'change', secret })}
          onRemove={() => setOpen({ what: 'remove', secret })}
        />
      ))}
      <Setting label="How they are kept" help={protection.text} />
      {open?.what === 'add' && <SecretDialog taken={items.map(({ name }) => name)} onClose={close} />}
      {open?.what === 'change' && <SecretDialog secret={open.secret} taken={[]} onClose={close} />}
      {open?.what === 'remove' && <RemoveSecretDialog secret={open.secret} onClose={close} />}
    </>
  );
}
