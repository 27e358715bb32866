import { Tabs, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useBuilder } from '../document/use-builder.ts';
import { AdvancedTab, advancedKeys } from './advanced-tab.tsx';
import { FieldFormContext } from './fields/form-context.ts';
import { InputTab } from './input-tab.tsx';
import classes from './inspector.module.css';
import { OutputTab } from './output-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { StepHeader } from './step-header.tsx';
import { TestBar } from './test-bar.tsx';
import { type ChosenStep, useChosenStep } from './use-chosen-step.ts';
import { useStepForm } from './use-step-form.ts';

type Tab = 'settings' | 'input' | 'output' | 'advanced';

export function StepInspector({ step }: { readonly step: string }) {
  const chosen = useChosenStep(step);
  return chosen === undefined ? null : <Opened chosen={chosen} />;
}

function Opened({ chosen }: { readonly chosen: ChosenStep }) {
  const { id, path } = chosen;
  const form = useStepForm(id, path);
  const [tab, setTab] = useState<Tab>('settings');
  const count = useBuilder(({ problems }) => problems.filter(({ stepId, severity }) => stepId === id && severity === 'error').length);
  const advanced = advancedKeys.filter((key) => form.problemsAt([key], true).length > 0).length;
  return (
    <FieldFormContext value={form}>
      <StepHeader chosen={chosen} />
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(next) => setTab((next ?? 'settings') as Tab)}
        keepMounted
        keepMountedMode="display-none"
        classNames={{ list: classes.tabList ?? '', tab: classes.tab ?? '' }}
      >
        <Tabs.List>
          <Tabs.Tab value="settings">
            Settings
            <Count of={count - advanced} />
          </Tabs.Tab>
          <Tabs.Tab value="input">Input</Tabs.Tab>
          <Tabs.Tab value="output">Output</Tabs.Tab>
          <Tabs.Tab value="advanced">
            Advanced
            <Count of={advanced} />
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings" className={classes.panel}>
          <SettingsTab chosen={chosen} />
        </Tabs.Panel>
        <Tabs.Panel value="input" className={classes.panel}>
          {tab === 'input' && <InputTab step={id} onInserted={() => setTab('settings')} />}
        </Tabs.Panel>
        <Tabs.Panel value="output" className={classes.panel}>
          {tab === 'output' && <OutputTab step={id} />}
        </Tabs.Panel>
        <Tabs.Panel value="advanced" className={classes.panel}>
          {tab === 'advanced' && <AdvancedTab chosen={chosen} />}
        </Tabs.Panel>
      </Tabs>
      <TestBar chosen={chosen} onStarted={() => setTab('output')} />
    </FieldFormContext>
  );
}

function Count({ of }: { readonly of: number }) {
  if (of <= 0) return null;
  return (
    <>
      <span className={classes.count} aria-hidden>
        {of}
      </span>
      <VisuallyHidden>{of === 1 ? ', 1 problem' : `, ${of} problems`}</VisuallyHidden>
    </>
  );
}
