import { Button, Code, Group, Text } from '@mantine/core';
import type { SecretView } from '../../../shared/contract/secrets.ts';
import { describeBindings } from '../../../shared/secrets/bindings.ts';
import { secretReference } from '../../../shared/secrets/name.ts';
import { CopyValue } from '../../ui/copy-value.tsx';
import { Ago } from '../../ui/time.tsx';
import classes from './secrets.module.css';

interface SecretRowProps {
  readonly secret: SecretView;
  onChange(): void;
  onRemove(): void;
}

const keepers = { keychain: 'the keychain', passphrase: 'the passphrase', 'key-file': 'the key file' } as const;

export function SecretRow({ secret, onChange, onRemove }: SecretRowProps) {
  const { name, description, bindings, updatedAt, lastUsedAt, keptBy, problem } = secret;
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <Group gap={4} wrap="nowrap">
          <Code className={classes.name}>{name}</Code>
          <CopyValue label={`Copy ${secretReference(name)}`} text={() => secretReference(name)} />
        </Group>
        {description !== '' && <Text size="sm">{description}</Text>}
        <Text size="xs" c="dimmed" className={classes.line}>
          Goes to {describeBindings(bindings)}
        </Text>
        <Text component="div" size="xs" c="dimmed">
          Set <Ago at={updatedAt} />,{' '}
          {lastUsedAt === null ? (
            'not used yet'
          ) : (
            <>
              used <Ago at={lastUsedAt} />
            </>
          )}
          , kept by {keepers[keptBy]}
        </Text>
        {problem !== null && (
          <Text size="xs" className={classes.problem} role="status">
            {problem}
          </Text>
        )}
      </div>
      <Group gap={6} wrap="nowrap">
        <Button size="xs" variant="default" aria-label={`Change ${name}`} onClick={onChange}>
          Change…
        </Button>
        <Button size="xs" variant="default" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove…
        </Button>
      </Group>
    </div>
  );
}
