import { Button, Code, List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing is here yet, and this is what to do. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" className={classes.empty}>
      <Title order={2} size="h5">
        {title}
      </Title>
      <Text size="sm" c="dimmed" ta="center" maw={440}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}

interface ProblemLine {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

interface FailedProps {
  /** What was tried. */
  readonly title: string;
  readonly message: string;
  readonly problems?: readonly ProblemLine[];
  readonly onRetry?: () => void;
}

/** What happened, and the next step. */
export function Failed({ title, message, problems = [], onRetry }: FailedProps) {
  return (
    <div className={classes.failed} role="alert">
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm" className={classes.message}>
        {message}
      </Text>
      {problems.length > 0 && <Problems problems={problems} />}
      {onRetry !== undefined && (
        <Button size="xs" variant="default" mt="xs" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

export function Problems({ problems }: { readonly problems: readonly ProblemLine[] }) {
  return (
    <List size="sm" spacing={4} mt={6}>
      {problems.map(({ message, line, column }) => (
        <List.Item key={`${line}:${column}:${message}`}>
          {line !== undefined && <Code mr={6}>{column === undefined ? line : `${line}:${column}`}</Code>}
          {message}
        </List.Item>
      ))}
    </List>
  );
}
