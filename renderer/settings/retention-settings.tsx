import { Button, Checkbox, Group, NumberInput, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { type EngineSettings, engineSettingsSchema } from '../../shared/lib/engine-settings.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { Setting } from './setting.tsx';
import { useChangeEngineSettings, useEngineSettings } from './use-engine-settings.ts';

/** How long what has been is kept. */
export function RetentionSettings() {
  const settings = useEngineSettings();
  if (settings.isError) {
    return <Failed title="The settings could not be read" {...describeFailure(settings.error)} onRetry={() => void settings.refetch()} />;
  }
  if (settings.data === undefined) return <Skeleton height={260} />;
  return <RetentionForm key={JSON.stringify(settings.data)} saved={settings.data} />;
}

const outcomes = [
  { name: 'wentWell', label: 'Runs that went well', help: 'And those that were cancelled. The last of each workflow is always kept.' },
  { name: 'wentWrong', label: 'Runs that failed', help: 'They are looked into later, and there are fewer of them.' },
] as const;

/** What is typed counts when it is saved; what makes no sense cannot be. */
function RetentionForm({ saved }: { readonly saved: EngineSettings }) {
  const [typed, setTyped] = useState(saved);
  const change = useChangeEngineSettings();
  const { retention } = typed;
  const isValid = engineSettingsSchema.safeParse(typed).success;
  const isChanged = JSON.stringify(typed) !== JSON.stringify(saved);
  const setRetention = (part: Partial<EngineSettings['retention']>): void => setTyped({ ...typed, retention: { ...retention, ...part } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) change.mutate(typed);
      }}
    >
      {outcomes.map(({ name, label, help }) => (
        <Setting key={name} label={label} help={help}>
          <Group gap="sm">
            <Checkbox
              size="xs"
              label="at most"
              aria-label={`${label}: limit their number`}
              checked={retention[name].keep !== null}
              onChange={(event) => setRetention({ [name]: { ...retention[name], keep: event.currentTarget.checked ? 1000 : null } })}
            />
            <Whole
              label={`${label}: how many of each workflow`}
              value={retention[name].keep}
              isOff={retention[name].keep === null}
              unit="runs"
              onChange={(keep) => setRetention({ [name]: { ...retention[name], keep } })}
            />
            <Whole
              label={`${label}: for how many days`}
              value={retention[name].days}
              unit="days"
              onChange={(days) => setRetention({ [name]: { ...retention[name], days } })}
            />
          </Group>
        </Setting>
      ))}
      <Setting label="Journal of triggers" help="What fired, and what became of it.">
        <Whole
          label="Journal: for how many days"
          value={retention.journalDays}
          unit="days"
          onChange={(journalDays) => setRetention({ journalDays })}
        />
      </Setting>
      <Setting label="Daily backups" help="Older ones are deleted. Those made by hand stay until you delete them.">
        <Whole
          label="How many daily backups"
          value={typed.backupsKept}
          unit="kept"
          onChange={(backupsKept) => setTyped({ ...typed, backupsKept })}
        />
      </Setting>
      <Setting label="" help="A workflow may say otherwise for itself: settings.retention in its text.">
        <Group gap="xs">
          <Button size="xs" variant="default" disabled={!isChanged} onClick={() => setTyped(saved)}>
            Undo
          </Button>
          <Button size="xs" type="submit" disabled={!isChanged || !isValid} loading={change.isPending}>
            Save
          </Button>
        </Group>
      </Setting>
    </form>
  );
}

interface WholeProps {
  readonly label: string;
  readonly value: number | null;
  readonly unit: string;
  readonly isOff?: boolean;
  onChange(value: number): void;
}

function Whole({ label, value, unit, isOff = false, onChange }: WholeProps) {
  const isWrong = !isOff && (value === null || !Number.isInteger(value) || value < 1);
  return (
    <NumberInput
      size="xs"
      w={116}
      aria-label={label}
      hideControls
      allowDecimal={false}
      allowNegative={false}
      disabled={isOff}
      value={isOff ? '' : (value ?? '')}
      placeholder={isOff ? 'all' : undefined}
      error={isWrong}
      rightSection={<small>{unit}</small>}
      rightSectionWidth={44}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : Number.NaN)}
    />
  );
}
