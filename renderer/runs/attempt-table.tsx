import { Table, Text, Tooltip } from '@mantine/core';
import { Fragment } from 'react';
import type { AttemptView } from '../../shared/contract/run-details.ts';
import type { Span } from '../../shared/run/run-picture.ts';
import { StateMark } from '../ui/state-badge.tsx';
import { clockText, Elapsed } from '../ui/time.tsx';
import classes from './step-panel.module.css';

const effects = {
  pure: { word: 'repeatable', help: 'It changes nothing: after a crash it runs again.' },
  internal: { word: 'recorded', help: 'Effect and record are one: there is nothing in between.' },
  keyed: { word: 'recognisable', help: 'After a crash Pawl looks whether it happened, and does it only if not.' },
  once: { word: 'once', help: 'After a crash nobody can tell whether it happened: you are asked.' },
} as const;

const marks = {
  started: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  timed_out: 'timed_out',
  cancelled: 'cancelled',
  interrupted: 'unknown',
  unknown: 'unknown',
} as const;

interface AttemptTableProps {
  readonly attempts: readonly AttemptView[];
  readonly spans: readonly Span[];
}

/** Each try of a step: when, how long, of which class, and how it ended. */
export function AttemptTable({ attempts, spans }: AttemptTableProps) {
  return (
    <Table verticalSpacing={4} horizontalSpacing={6} highlightOnHover={false} className={classes.attempts} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={34}>#</Table.Th>
          <Table.Th>How it ended</Table.Th>
          <Table.Th w={92}>Began</Table.Th>
          <Table.Th w={76}>Took</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attempts.map((attempt) => {
          const began = Date.parse(attempt.startedAt);
          const ended = attempt.endedAt === null ? null : Date.parse(attempt.endedAt);
          const { word, help } = effects[attempt.effect];
          const note = attempt.error?.message ?? noteOf(spans, attempt.attempt);
          return (
            <Fragment key={attempt.attempt}>
              <Table.Tr data-noted={note !== undefined || undefined}>
                <Table.Td className={classes.number}>{attempt.attempt}</Table.Td>
                <Table.Td>
                  <span className={classes.outcome}>
                    <StateMark state={marks[attempt.state]} />
                    {attempt.state === 'started' ? 'at work' : attempt.state.replaceAll('_', ' ')}
                    <Tooltip label={help} multiline maw={260}>
                      <span className={classes.effect}>{word}</span>
                    </Tooltip>
                    {attempt.state === 'started' && attempt.pid !== null && <span className={classes.effect}>process {attempt.pid}</span>}
                  </span>
                </Table.Td>
                <Table.Td className={classes.number}>{clockText(began)}</Table.Td>
                <Table.Td className={classes.number}>
                  <Elapsed ms={ended === null ? null : ended - began} since={attempt.startedAt} />
                </Table.Td>
              </Table.Tr>
              {note !== undefined && (
                <Table.Tr>
                  <Table.Td />
                  <Table.Td colSpan={3} className={classes.attemptNote}>
                    <Text size="xs" c="dimmed" lineClamp={3} title={note}>
                      {note}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** What a probe found, or why an attempt was cut off. */
function noteOf(spans: readonly Span[], attempt: number): string | undefined {
  return spans.findLast((span) => span.kind === 'attempt' && span.attempt === attempt && span.note !== undefined)?.note;
}
