import { ActionIcon, Button, Group, Table, Text } from '@mantine/core';
import { inSeconds, percent, toDollars } from '../../shared/ai/model-reason.ts';
import type { ModelCallView } from '../../shared/contract/models.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { DownIcon, UpIcon } from '../ui/icons.tsx';
import { Empty, Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './models-page.module.css';
import spend from './spend-tab.module.css';
import { useChangeModels, useModelCalls } from './use-models.ts';

/** The latest calls, with the reason for each model, and a thumb for each answer. */
export function CallsTab() {
  const calls = useModelCalls();
  if (calls.isError) {
    return <Failed title="The calls could not be read" {...describeFailure(calls.error)} onRetry={() => void calls.refetch()} />;
  }
  if (calls.data === undefined) return <RowSkeletons label="Loading the calls" rowHeight={44} />;
  const items = calls.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <Empty title="No model was asked yet">Every call of a step, an agent or a chat is listed here, with the reason for its model.</Empty>
    );
  }
  return (
    <div className={classes.body}>
      <div className={classes.table}>
        <Table aria-label="Calls" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>When</Table.Th>
              <Table.Th>For</Table.Th>
              <Table.Th>Model and why</Table.Th>
              <Table.Th>Outcome</Table.Th>
              <Table.Th className={`${classes.number} ${classes.wide}`}>Tokens in / out</Table.Th>
              <Table.Th className={`${classes.number} ${classes.wide}`}>Time</Table.Th>
              <Table.Th className={classes.number}>Cost</Table.Th>
              <Table.Th>How good</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {calls.hasNextPage && (
        <Group justify="center">
          <Button size="xs" variant="default" loading={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>
            Older calls
          </Button>
        </Group>
      )}
    </div>
  );
}

const tones: Readonly<Partial<Record<ModelCallView['outcome'], string>>> = { ok: 'well', repaired: 'ask', cancelled: '' };

function CallRow({ call }: { readonly call: ModelCallView }) {
  const { id, at, task, model, reason, attempt, runId, stepPath, agent, outcome, inputTokens, outputTokens, ms, cost } = call;
  return (
    <Table.Tr>
      <Table.Td className={classes.when}>
        <Ago at={at} />
      </Table.Td>
      <Table.Td>
        {task}
        <div className={classes.help}>
          {runId === null ? (
            (agent ?? 'no run')
          ) : (
            <a href={stepPath === null ? hrefTo('runs', runId) : hrefTo('runs', runId, stepPath)} className={spend.link}>
              {stepPath ?? runId}
            </a>
          )}
        </div>
      </Table.Td>
      <Table.Td className={classes.id}>
        {model}
        <div className={classes.help}>
          {attempt > 0 && `attempt ${attempt + 1}: `}
          {reason}
        </div>
      </Table.Td>
      <Table.Td>
        <span className={classes.state} data-tone={tones[outcome] ?? 'bad'}>
          {outcome.replace('_', ' ')}
        </span>
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>
        {inputTokens.toLocaleString('en')} / {outputTokens.toLocaleString('en')}
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{inSeconds(ms)}</Table.Td>
      <Table.Td className={classes.number}>{cost === null ? 'no price' : toDollars(cost)}</Table.Td>
      <Table.Td>{(outcome === 'ok' || outcome === 'repaired') && <Thumbs id={id} score={call.score} judgedBy={call.judgedBy} />}</Table.Td>
    </Table.Tr>
  );
}

type ThumbsProps = Pick<ModelCallView, 'id' | 'score' | 'judgedBy'>;

const judges = { schema: 'by its schema', person: 'by you', retry: 'tried again by hand' } as const;

function Thumbs({ id, score, judgedBy }: ThumbsProps) {
  const change = useChangeModels();
  const own = judgedBy !== 'person' ? undefined : score === 1 ? 'up' : 'down';
  const rate = (thumb: 'up' | 'down'): void =>
    change.mutate({ change: () => engine.models.rate({ call: id, thumb: own === thumb ? null : thumb }) });
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        size="sm"
        variant={own === 'up' ? 'filled' : 'default'}
        aria-label={`The answer of call ${id} was good`}
        aria-pressed={own === 'up'}
        onClick={() => rate('up')}
      >
        <UpIcon />
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant={own === 'down' ? 'filled' : 'default'}
        color="red"
        aria-label={`The answer of call ${id} was bad`}
        aria-pressed={own === 'down'}
        onClick={() => rate('down')}
      >
        <DownIcon />
      </ActionIcon>
      {score !== null && (
        <Text span size="xs" c="dimmed" className={classes.state} data-plain>
          {percent(score)} {judgedBy === null ? '' : judges[judgedBy]}
        </Text>
      )}
    </Group>
  );
}
