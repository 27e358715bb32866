import { Tabs, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { StepIcon } from '../../../canvas/step-icon.tsx';
import { useBuilder } from '../../document/use-builder.ts';
import { FieldFormContext } from '../fields/form-context.ts';
import classes from '../inspector.module.css';
import { useWorkflowForm } from '../use-step-form.ts';
import { AboutForm } from './about-form.tsx';
import { OutputsForm } from './outputs-form.tsx';
import { SettingsForm } from './settings-form.tsx';
import { TriggersForm } from './triggers-form.tsx';
import { VariablesForm } from './variables-form.tsx';

type Tab = 'about' | 'triggers' | 'variables' | 'settings';

/** The workflow itself, while no step is chosen. `trigger`: the id of the one that is. */
export function WorkflowInspector({ trigger }: { readonly trigger: string | undefined }) {
  const form = useWorkflowForm();
  const name = useBuilder((state) => state.document?.name ?? '');
  const [tab, setTab] = useState<Tab>('triggers');
  const [shown, setShown] = useState(trigger);
  if (trigger !== shown) {
    setShown(trigger);
    if (trigger !== undefined) setTab('triggers');
  }
  const wrong = (path: string) => form.problemsAt([path], true).length > 0;
  return (
    <FieldFormContext value={form}>
      <header className={classes.header}>
        <StepIcon family="workflow" size={26} />
        <div className={classes.heading}>
          <div className={classes.cardTitle}>{name === '' ? 'Workflow' : name}</div>
          <div className={classes.kind}>The workflow; choose a step to see its form</div>
        </div>
      </header>
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(next) => setTab((next ?? 'triggers') as Tab)}
        keepMounted={false}
        classNames={{ list: classes.tabList ?? '', tab: classes.tab ?? '' }}
      >
        <Tabs.List>
          <Tabs.Tab value="triggers">Triggers{wrong('triggers') && <Mark />}</Tabs.Tab>
          <Tabs.Tab value="variables">Variables{(wrong('variables') || wrong('outputs')) && <Mark />}</Tabs.Tab>
          <Tabs.Tab value="settings">Settings{wrong('settings') && <Mark />}</Tabs.Tab>
          <Tabs.Tab value="about">About{(wrong('name') || wrong('version')) && <Mark />}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="triggers" className={classes.panel}>
          <TriggersForm chosen={trigger} />
        </Tabs.Panel>
        <Tabs.Panel value="variables" className={classes.panel}>
          <VariablesForm />
          <OutputsForm />
        </Tabs.Panel>
        <Tabs.Panel value="settings" className={classes.panel}>
          <SettingsForm />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel}>
          <AboutForm />
        </Tabs.Panel>
      </Tabs>
    </FieldFormContext>
  );
}

function Mark() {
  return (
    <>
      <span className={classes.count} aria-hidden>
        !
      </span>
      <VisuallyHidden>, with problems</VisuallyHidden>
    </>
  );
}
