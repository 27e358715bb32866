import { Checkbox, Group, NumberInput, SegmentedControl, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import {
  type ModelAbility,
  type ModelTask,
  modelAbilitySchema,
  modelTaskSchema,
  type OptimizeFor,
  optimizeForSchema,
  type ProviderKind,
} from '../../shared/ai/model.ts';
import { inSeconds, percent, toDollars } from '../../shared/ai/model-reason.ts';
import type { ModelExplanation } from '../../shared/contract/models.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import classes from './models-page.module.css';
import { NoModels } from './no-models.tsx';
import { useExplanation } from './use-models.ts';

const goals: Readonly<Record<OptimizeFor, string>> = { balanced: 'Balanced', cost: 'Cost', speed: 'Speed', quality: 'Quality' };
const abilities: Readonly<Record<ModelAbility, string>> = { tools: 'Uses tools', structured: 'Answers in a shape', images: 'Sees images' };

/** Which model would be asked now for a step of some kind, and why not the others. */
export function WhyTab({ onAdd }: { onAdd(kind?: ProviderKind): void }) {
  const [task, setTask] = useState<ModelTask>('generate');
  const [optimizeFor, setOptimizeFor] = useState<OptimizeFor>('balanced');
  const [needed, setNeeded] = useState<readonly ModelAbility[]>([]);
  const [inputTokens, setInputTokens] = useState(1000);
  const [maxTokens, setMaxTokens] = useState(1000);
  const explained = useExplanation({ task, optimizeFor, abilities: [...needed], inputTokens, maxTokens });
  const isEmpty = explained.isSuccess && explained.data.ranked.length + explained.data.rejected.length === 0;
  if (isEmpty) return <NoModels onAdd={onAdd} />;
  return (
    <div className={classes.body}>
      <div className={classes.tools}>
        <Select
          size="xs"
          w={140}
          label="A step that"
          data={modelTaskSchema.options.map((value) => ({ value, label: taskWords[value] }))}
          value={task}
          allowDeselect={false}
          onChange={(value) => setTask(modelTaskSchema.safeParse(value).data ?? task)}
        />
        <Stack gap={2}>
          <Text size="xs" fw={600} id="optimize-for">
            Optimized for
          </Text>
          <SegmentedControl
            size="xs"
            aria-labelledby="optimize-for"
            data={optimizeForSchema.options.toReversed().map((value) => ({ value, label: goals[value] }))}
            value={optimizeFor}
            onChange={(value) => setOptimizeFor(optimizeForSchema.safeParse(value).data ?? optimizeFor)}
          />
        </Stack>
        <Tokens label="Reads tokens" value={inputTokens} onChange={setInputTokens} />
        <Tokens label="Writes at most" value={maxTokens} onChange={setMaxTokens} />
        <Group gap={12} pb={6}>
          {modelAbilitySchema.options.map((ability) => (
            <Checkbox
              key={ability}
              size="xs"
              label={abilities[ability]}
              checked={needed.includes(ability)}
              onChange={(event) =>
                setNeeded(
                  modelAbilitySchema.options.filter((each) => (each === ability ? event.currentTarget.checked : needed.includes(each))),
                )
              }
            />
          ))}
        </Group>
      </div>
      {explained.isError && (
        <Failed title="The choice could not be explained" {...describeFailure(explained.error)} onRetry={() => void explained.refetch()} />
      )}
      {explained.isPending && <Skeleton height={200} />}
      {explained.isSuccess && <Explanation {...explained.data} />}
    </div>
  );
}

const taskWords: Readonly<Record<ModelTask, string>> = {
  generate: 'generates text',
  analyze: 'analyzes',
  classify: 'classifies',
  extract: 'extracts data',
  summarize: 'summarizes',
  agent: 'is an agent',
  chat: 'chats',
};

function Tokens({ label, value, onChange }: { readonly label: string; readonly value: number; onChange(value: number): void }) {
  return (
    <NumberInput
      size="xs"
      w={120}
      label={label}
      value={value}
      min={1}
      allowDecimal={false}
      thousandSeparator=","
      hideControls
      onChange={(next) => typeof next === 'number' && next > 0 && onChange(next)}
    />
  );
}

function Explanation({ ranked, rejected, explorationShare, unavailable }: ModelExplanation) {
  const [best] = ranked;
  return (
    <>
      {ranked.length === 0 && (
        <Failed title="No model would be asked" message="None of them fits. A step that asks so fails before anything is sent." />
      )}
      {best !== undefined && (
        <section className={classes.answer} aria-label="Asked first" aria-live="polite">
          <Text size="md" fw={600} className={classes.id}>
            {best.model}
          </Text>
          <Text size="sm">{best.reason}</Text>
        </section>
      )}
      {ranked.length > 1 && (
        <div className={classes.table}>
          <Table aria-label="In this order" verticalSpacing={5}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th aria-label="Place" w={36} />
                <Table.Th>Model</Table.Th>
                <Table.Th className={classes.number}>Quality</Table.Th>
                <Table.Th className={classes.number}>A call</Table.Th>
                <Table.Th className={classes.number}>Time</Table.Th>
                <Table.Th className={classes.number}>Answered</Table.Th>
                <Table.Th className={`${classes.number} ${classes.wide}`}>Known from</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {ranked.map(({ model, reason, quality, cost, ms, success, calls }, index) => (
                <Table.Tr key={model} title={reason}>
                  <Table.Td className={classes.number}>{index + 1}</Table.Td>
                  <Table.Td className={classes.id} fw={index === 0 ? 600 : undefined}>
                    {model}
                  </Table.Td>
                  <Table.Td className={classes.number}>{percent(quality)}</Table.Td>
                  <Table.Td className={classes.number}>{cost === null ? 'no price' : toDollars(cost)}</Table.Td>
                  <Table.Td className={classes.number}>{inSeconds(ms)}</Table.Td>
                  <Table.Td className={classes.number}>{percent(success)}</Table.Td>
                  <Table.Td className={`${classes.number} ${classes.wide} ${classes.quiet}`}>
                    {calls === 0 ? 'the table' : `${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}`}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Text size="xs" c="dimmed">
        The first is asked, the next when it fails. What is not measured yet is taken from the table of models and gives way to what is.{' '}
        {percent(explorationShare)} of the calls go to a model of which little is known, so that it can be found out.
      </Text>
      {rejected.length > 0 && (
        <section aria-label="Not asked">
          <Text component="h2" size="sm" fw={600} mb={6}>
            Not asked
          </Text>
          <div className={classes.table}>
            <Table aria-label="Not asked" verticalSpacing={5}>
              <Table.Tbody>
                {rejected.map(({ model, reason }) => (
                  <Table.Tr key={model}>
                    <Table.Td className={classes.id}>{model}</Table.Td>
                    <Table.Td className={classes.quiet}>{reason}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </section>
      )}
      {ranked.length === 0 &&
        unavailable.map(({ provider, problem }) => (
          <Text key={provider} size="xs" c="dimmed">
            {problem}
          </Text>
        ))}
    </>
  );
}
