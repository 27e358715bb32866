import { Autocomplete, NumberInput, Select, SimpleGrid } from '@mantine/core';
import type { Agent } from '../../shared/agents/agent.ts';
import { optimizeForSchema } from '../../shared/ai/model.ts';
import classes from './agents-page.module.css';
import { useModels } from './use-agents.ts';

const aims = [
  { value: 'balanced', label: 'Balanced' },
  { value: 'quality', label: 'The best answers' },
  { value: 'speed', label: 'The fastest answers' },
  { value: 'cost', label: 'The cheapest answers' },
];

/** Which model answers: a named one, or the one that the router chooses. */
export function ModelFields({ value, onChange }: { readonly value: Agent['model']; onChange(model: Agent['model']): void }) {
  const models = useModels();
  const change = (part: { readonly [K in keyof Agent['model']]?: Agent['model'][K] | undefined }): void => {
    const merged = { ...value, ...part };
    onChange(Object.fromEntries(Object.entries(merged).filter(([, one]) => one !== undefined && one !== '')));
  };
  return (
    <fieldset className={classes.group}>
      <legend>Model</legend>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Autocomplete
          label="Model"
          placeholder="The router chooses"
          data={(models.data?.items ?? []).map(({ id }) => id)}
          limit={20}
          value={value.model ?? ''}
          onChange={(model) => change({ model: model.trim() })}
        />
        <Select
          label="Prefer"
          data={aims}
          allowDeselect={false}
          value={value.optimizeFor ?? 'balanced'}
          onChange={(aim) => change({ optimizeFor: aim === 'balanced' ? undefined : optimizeForSchema.parse(aim) })}
        />
        <NumberInput
          label="Temperature"
          placeholder="The model's own"
          min={0}
          max={2}
          step={0.1}
          value={value.temperature ?? ''}
          onChange={(temperature) => change({ temperature: typeof temperature === 'number' ? temperature : undefined })}
        />
        <NumberInput
          label="Longest answer, in tokens"
          placeholder="As many as it takes"
          min={1}
          allowDecimal={false}
          thousandSeparator
          value={value.maxTokens ?? ''}
          onChange={(maxTokens) => change({ maxTokens: typeof maxTokens === 'number' ? maxTokens : undefined })}
        />
      </SimpleGrid>
    </fieldset>
  );
}
