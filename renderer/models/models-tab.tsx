import { Button, Select, Switch, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ProviderKind } from '../../shared/ai/model.ts';
import { inSeconds, percent, toDollars } from '../../shared/ai/model-reason.ts';
import type { ModelView } from '../../shared/contract/models.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { ModelDialog } from './model-dialog.tsx';
import { ModelState } from './model-state.tsx';
import classes from './models-page.module.css';
import { NoModels } from './no-models.tsx';
import { measuredDays, useChangeModels, useModels } from './use-models.ts';

const filters = [
  { value: 'all', label: 'All of them' },
  { value: 'asked', label: 'Asked lately' },
  { value: 'local', label: 'On this machine' },
  { value: 'ill', label: 'Not well' },
] as const;
type Filter = (typeof filters)[number]['value'];

/** Every model that can be asked, and what was measured of it. */
export function ModelsTab({ onAdd }: { onAdd(kind?: ProviderKind): void }) {
  const models = useModels();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const [changing, setChanging] = useState<string>();
  if (models.isError) {
    return <Failed title="The models could not be read" {...describeFailure(models.error)} onRetry={() => void models.refetch()} />;
  }
  if (models.data === undefined) return <RowSkeletons label="Loading the models" rowHeight={44} />;
  const { items } = models.data;
  if (items.length === 0) return <NoModels onAdd={onAdd} />;
  const shown = items.filter((model) => model.id.toLowerCase().includes(search.trim().toLowerCase()) && matches(model, filter));
  const changed = items.find(({ id }) => id === changing);
  return (
    <div className={classes.body}>
      <div className={classes.tools}>
        <TextInput
          size="xs"
          w={240}
          aria-label="Search the models"
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={160}
          aria-label="Which models"
          data={[...filters]}
          value={filter}
          allowDeselect={false}
          onChange={(value) => setFilter(filters.find((each) => each.value === value)?.value ?? 'all')}
        />
        <Text size="xs" c="dimmed" pb={6}>
          Measured over {measuredDays} days
        </Text>
      </div>
      <div className={classes.table}>
        <Table aria-label="Models" verticalSpacing={5} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Model</Table.Th>
              <Table.Th>Health</Table.Th>
              <Table.Th className={classes.number} title="Dollars for a million tokens">
                $ in / out
              </Table.Th>
              <Table.Th className={`${classes.number} ${classes.wide}`}>Calls</Table.Th>
              <Table.Th className={`${classes.number} ${classes.wide}`}>Answered</Table.Th>
              <Table.Th className={classes.number}>Quality</Table.Th>
              <Table.Th className={classes.number}>Time</Table.Th>
              <Table.Th className={`${classes.number} ${classes.wide}`}>A call</Table.Th>
              <Table.Th className={`${classes.number} ${classes.wide}`}>Spent</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((model) => (
              <ModelRow key={model.id} model={model} onChange={() => setChanging(model.id)} />
            ))}
          </Table.Tbody>
        </Table>
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p={14}>
            No model fits. Search for less, or look at all of them.
          </Text>
        )}
      </div>
      {changed !== undefined && <ModelDialog key={changed.id} model={changed} onClose={() => setChanging(undefined)} />}
    </div>
  );
}

function matches({ local, measured, health }: ModelView, filter: Filter): boolean {
  if (filter === 'asked') return measured.spent.calls > 0;
  if (filter === 'local') return local;
  return filter === 'all' || health.state === 'cooling' || health.state === 'unavailable';
}

const or = <T,>(value: T | null, text: (value: T) => string): string => (value === null ? '–' : text(value));

function ModelRow({ model, onChange }: { readonly model: ModelView; onChange(): void }) {
  const change = useChangeModels();
  const { id, health, measured, override } = model;
  const isOff = override.disabled === true;
  return (
    <Table.Tr>
      <Table.Td className={classes.id}>
        {id}
        {(model.local || health.reason !== null) && (
          <div className={classes.help}>{[model.local ? ['on this machine'] : [], health.reason ?? []].flat().join(', ')}</div>
        )}
      </Table.Td>
      <Table.Td>
        <ModelState health={health} />
      </Table.Td>
      <Table.Td className={classes.number}>{priceText(model)}</Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{measured.calls.toLocaleString('en')}</Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{or(measured.answered, percent)}</Table.Td>
      <Table.Td className={classes.number} title={measured.judged === 0 ? 'Nothing was judged yet' : `Of ${measured.judged} answers`}>
        {or(measured.quality, percent)}
      </Table.Td>
      <Table.Td
        className={classes.number}
        title={measured.firstTokenMs === null ? undefined : `The first word after ${inSeconds(measured.firstTokenMs)}`}
      >
        {or(measured.typicalMs, inSeconds)}
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{or(measured.costPerCall, toDollars)}</Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{toDollars(measured.spent.cost)}</Table.Td>
      <Table.Td>
        <div className={classes.state} data-plain>
          <Switch
            size="xs"
            aria-label={`${id} may be asked`}
            checked={!isOff}
            onChange={(event) => {
              const disabled = event.currentTarget.checked ? null : true;
              change.mutate({ change: () => engine.models.set({ model: id, change: { disabled } }) });
            }}
          />
          <Button size="compact-xs" variant="default" aria-label={`Change ${id}`} onClick={onChange}>
            Change…
          </Button>
        </div>
      </Table.Td>
    </Table.Tr>
  );
}

function priceText({ inputPrice, outputPrice, override }: ModelView): string {
  if (inputPrice === null || outputPrice === null) return 'no price';
  const own = override.inputPrice === undefined && override.outputPrice === undefined ? '' : ' (yours)';
  return inputPrice === 0 && outputPrice === 0 ? `free${own}` : `${inputPrice} / ${outputPrice}${own}`;
}
