import { NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { type Agent, agentLimits } from '../../shared/agents/agent.ts';
import { formatDuration } from '../../shared/lib/duration.ts';
import classes from './agents-page.module.css';

interface BudgetFieldsProps {
  readonly value: Agent['budget'];
  readonly problem: string | undefined;
  onChange(budget: Agent['budget']): void;
}

/** What one step may use up; it survives a restart. */
export function BudgetFields({ value, problem, onChange }: BudgetFieldsProps) {
  const preset = agentLimits({});
  const change = (part: { readonly [K in keyof Agent['budget']]?: Agent['budget'][K] | undefined }): void => {
    const merged = { ...value, ...part };
    onChange(Object.fromEntries(Object.entries(merged).filter(([, one]) => one !== undefined && one !== '')));
  };
  const numberOf = (given: string | number): number | undefined => (typeof given === 'number' ? given : undefined);
  return (
    <fieldset className={classes.group}>
      <legend>What one task may use up</legend>
      <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="sm">
        <NumberInput
          label="Rounds"
          placeholder={String(preset.rounds)}
          min={1}
          max={200}
          allowDecimal={false}
          value={value.rounds ?? ''}
          onChange={(rounds) => change({ rounds: numberOf(rounds) })}
        />
        <NumberInput
          label="Tokens"
          placeholder={preset.tokens.toLocaleString('en')}
          min={1}
          allowDecimal={false}
          thousandSeparator
          value={value.tokens ?? ''}
          onChange={(tokens) => change({ tokens: numberOf(tokens) })}
        />
        <NumberInput
          label="US dollars"
          placeholder="No limit"
          min={0.01}
          decimalScale={2}
          value={value.cost ?? ''}
          onChange={(cost) => change({ cost: numberOf(cost) })}
        />
        <TextInput
          label="Time"
          placeholder={formatDuration(preset.timeMs)}
          value={value.time === undefined ? '' : String(value.time)}
          error={problem}
          onChange={(event) => change({ time: event.currentTarget.value })}
        />
      </SimpleGrid>
    </fieldset>
  );
}
