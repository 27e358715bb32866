import { Alert, Button, Select } from '@mantine/core';
import { useMemo } from 'react';
import { engine } from '../bridge/engine.ts';
import { Page } from '../ui/page.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { HealthTab } from './health-tab.tsx';
import { JournalTab } from './journal-tab.tsx';
import classes from './triggers-page.module.css';
import { useChangeTriggers, useTriggers } from './use-triggers.ts';
import { WeekTab } from './week-tab.tsx';

const tabs = [
  { part: 'of', label: 'Health' },
  { part: 'journal', label: 'Journal' },
  { part: 'week', label: 'The week' },
] as const;

interface TriggersPageProps {
  readonly part: string | undefined;
  /** The name of a workflow: only its triggers. */
  readonly of: string | undefined;
}

/** What starts runs: how it stands, what it did, and what it will do. */
export function TriggersPage({ part = 'of', of = '' }: TriggersPageProps) {
  const all = useTriggers('');
  const change = useChangeTriggers();
  const allPaused = all.data?.allPaused ?? false;
  const workflows = useMemo(() => [...new Set(all.data?.items.map(({ workflow }) => workflow) ?? [])], [all.data]);
  const go = (tab: string, workflow: string): void =>
    navigate('triggers', ...(workflow === '' && tab === 'of' ? [] : [tab]), ...(workflow === '' ? [] : [workflow]));
  const pauseAll = (paused: boolean): void =>
    change.mutate({
      change: () => engine.triggers.setAllPaused({ paused }),
      done: paused ? 'All triggers are paused: what fires is journaled, and starts nothing.' : 'The triggers go on.',
    });
  return (
    <Page
      title="Triggers"
      subtitle={all.isSuccess && summaryOf(all.data.items)}
      actions={
        <>
          <Select
            size="xs"
            w={180}
            aria-label="Of which workflow"
            placeholder="All workflows"
            data={workflows}
            value={of === '' ? null : of}
            onChange={(value) => go(part, value ?? '')}
            searchable
            clearable
          />
          {!allPaused && (
            <Button size="xs" variant="default" disabled={!all.isSuccess} onClick={() => pauseAll(true)}>
              Pause all
            </Button>
          )}
        </>
      }
    >
      <PageTabs
        label="Of the triggers"
        tabs={tabs.map((tab) => ({
          href: hrefTo('triggers', tab.part, ...(of === '' ? [] : [of])),
          label: tab.label,
          isCurrent: tab.part === part,
        }))}
      />
      {allPaused && (
        <Alert color="orange" variant="light" radius={0} title="All triggers are paused" className={classes.paused}>
          They go on watching; what fires is journaled and starts nothing.{' '}
          <Button size="compact-xs" variant="default" onClick={() => pauseAll(false)}>
            Let them go on
          </Button>
        </Alert>
      )}
      {part === 'journal' ? <JournalTab workflow={of} /> : part === 'week' ? <WeekTab workflow={of} /> : <HealthTab workflow={of} />}
    </Page>
  );
}

function summaryOf(triggers: readonly { readonly health: string; readonly enabled: boolean }[]): string {
  const on = triggers.filter(({ enabled }) => enabled);
  const ill = on.filter(({ health }) => health === 'failing' || health === 'lost').length;
  const watching = `${on.length} of ${triggers.length} ${on.length === 1 ? 'is' : 'are'} on`;
  return ill === 0 ? watching : `${watching}, ${ill} ${ill === 1 ? 'needs' : 'need'} a look`;
}
