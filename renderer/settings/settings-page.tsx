import { Button, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { isDesktop } from '../bridge/engine.ts';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import { AboutSettings } from './about-settings.tsx';
import { BackupSettings } from './backup-settings.tsx';
import { DataSettings } from './data-settings.tsx';
import { DesktopSettings } from './desktop-settings.tsx';
import { HealthSettings } from './health-settings.tsx';
import { LoopbackSettings } from './loopback-settings.tsx';
import { RetentionSettings } from './retention-settings.tsx';
import { SecretsSettings } from './secrets/secrets-settings.tsx';
import { Setting } from './setting.tsx';
import classes from './settings-page.module.css';

export function SettingsPage() {
  return (
    <Page title="Settings" subtitle="Changes hold at once; nothing has to be saved">
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
        <Section title="Language models">
          <Setting label="Models" help="Providers and their keys, prices, what was spent, and how a model is chosen.">
            <Button size="xs" variant="default" component="a" href={hrefTo('models', 'providers')}>
              Open
            </Button>
          </Setting>
        </Section>
        <Section title="What is kept">
          <RetentionSettings />
        </Section>
        <Section title="Data">
          <DataSettings />
        </Section>
        <Section title="Backups">
          <BackupSettings />
        </Section>
        <Section title="Health">
          <HealthSettings />
        </Section>
        <Section title="About">
          <AboutSettings />
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
