import { Button, Code, Group, SegmentedControl, Skeleton, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { engine, isDesktop } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Ago } from '../ui/time.tsx';
import { DesktopSettings } from './desktop-settings.tsx';
import { LoopbackSettings } from './loopback-settings.tsx';
import { SecretsSettings } from './secrets/secrets-settings.tsx';
import { Setting } from './setting.tsx';
import classes from './settings-page.module.css';

export function SettingsPage() {
  return (
    <Page title="Settings">
      <Stack gap={28} p={20} maw={720}>
        <Section title="Appearance and start">{isDesktop ? <DesktopSettings /> : <BrowserTheme />}</Section>
        {isDesktop && (
          <Section title="Other programs">
            <LoopbackSettings />
          </Section>
        )}
        <Section title="Secrets">
          <SecretsSettings />
        </Section>
        <Section title="Data">
          <DataFacts />
        </Section>
      </Stack>
    </Page>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Text component="h2" size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <div className={classes.section}>{children}</div>
    </section>
  );
}

function BrowserTheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Setting label="Theme" help="Light, dark, or as your system has it.">
      <SegmentedControl
        size="xs"
        aria-label="Theme"
        data={[
          { value: 'auto', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        value={colorScheme}
        onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
      />
    </Setting>
  );
}

function DataFacts() {
  const info = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => engine.system.info(undefined, { signal }),
    refetchInterval: 5000,
  });
  if (info.isError) return <Failed title="The engine did not tell" {...describeFailure(info.error)} onRetry={() => void info.refetch()} />;
  if (info.data === undefined) return <Skeleton height={90} />;
  const { dataDir, version, startedAt, counts, triggers, pid } = info.data;
  return (
    <>
      <Setting label="Data folder" help={<Code className={classes.path}>{dataDir}</Code>}>
        {isDesktop && (
          <Button size="xs" variant="default" onClick={() => void engine.desktop.showDataFolder()}>
            Show
          </Button>
        )}
      </Setting>
      <Setting
        label="Engine"
        help={
          triggers ? 'Watches triggers and runs workflows, on this machine only.' : 'Runs what it is asked to; triggers are not watched.'
        }
      >
        <Text size="sm">
          Pawl {version}, process {pid}, started <Ago at={startedAt} />
        </Text>
      </Setting>
      <Setting label="Contents" help="Nothing leaves this machine: Pawl sends no telemetry.">
        <Group gap="md">
          <Text size="sm">
            {counts.workflows} {counts.workflows === 1 ? 'workflow' : 'workflows'}
          </Text>
          <Text size="sm">{counts.active + counts.queued} under way</Text>
          <Text size="sm">{counts.needsAttention} in need of you</Text>
        </Group>
      </Setting>
    </>
  );
}
