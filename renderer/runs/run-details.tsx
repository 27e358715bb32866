import { Tabs } from '@mantine/core';
import type { RefObject } from 'react';
import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunHead } from '../../shared/contract/run-details.ts';
import type { RunPicture } from '../../shared/run/run-picture.ts';
import { idOfPath, placeOf } from '../../shared/run/step-place.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { useStable } from '../ui/use-stable.ts';
import { CheckpointsPanel } from './checkpoints-panel.tsx';
import { ConversationPanel } from './conversation-panel.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { LogView } from './log-view.tsx';
import classes from './run-page.module.css';
import { RunPanel } from './run-panel.tsx';
import { StepPanel } from './step-panel.tsx';
import { callName } from './step-rows.ts';
import type { ChosenPath } from './use-chosen-path.ts';
import type { PinnedDocument } from './use-run-document.ts';

export type DetailsTab = 'details' | 'conversation' | 'log' | 'checkpoints' | 'document';

interface RunDetailsProps {
  readonly head: RunHead;
  readonly pinned: PinnedDocument;
  readonly picture: RunPicture;
  readonly chosen: ChosenPath;
  /** Events that are known. */
  readonly sequence: number;
  readonly tab: DetailsTab;
  readonly tabs: RefObject<HTMLDivElement | null>;
  onTab(tab: DetailsTab): void;
  /** Undefined while the run is shown as it was. */
  readonly onRetry: ((path: string) => void) | undefined;
  /** Shows the run as it was after an event. */
  onLook(sequence: number | undefined): void;
}

/** Everything about the chosen step, or about the run: what it did, what an agent said, the log, checkpoints, and the text that ran. */
export function RunDetails({ head, pinned, picture, chosen, sequence, tab, tabs, onTab, onRetry, onLook }: RunDetailsProps) {
  const { plan } = pinned;
  const { path } = chosen;
  const row = chosen.rows.find((one) => one.path === path);
  const isStep = path !== '' && row?.kind === 'step';
  const isAgent = isStep && (row.plan?.kind ?? callStepOf(idOfPath(path))?.kind) === 'agent';
  const selectById = useStable(chosen.selectById);
  return (
    <section className={classes.details} aria-label="Details">
      <div className={classes.crumb}>
        <span className={classes.crumbText}>{isStep ? row.name : 'The run'}</span>
      </div>
      <Tabs
        ref={tabs}
        value={tab === 'conversation' && !isAgent ? 'details' : tab}
        onChange={(next) => onTab((next ?? 'details') as DetailsTab)}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List px={10} className={classes.tabList}>
          <Tabs.Tab value="details">Details</Tabs.Tab>
          {isAgent && <Tabs.Tab value="conversation">Rounds</Tabs.Tab>}
          <Tabs.Tab value="log">Log</Tabs.Tab>
          <Tabs.Tab value="checkpoints">Checkpoints</Tabs.Tab>
          <Tabs.Tab value="document">As it was</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="details" className={classes.tabPanel}>
          {isStep ? (
            <StepPanel key={path} head={head} plan={plan} picture={picture} path={path} onRetry={onRetry} />
          ) : (
            <RunPanel head={head} onSelect={selectById} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="conversation" className={classes.tabPanel}>
          {isAgent && <ConversationPanel key={path} runId={head.runId} step={picture.steps.get(path)} onSelect={chosen.select} />}
        </Tabs.Panel>
        <Tabs.Panel value="log" className={classes.tabPanel}>
          <LogView
            key={isStep ? path : ''}
            runId={head.runId}
            step={isStep ? path : undefined}
            nameOf={(one) => nameOfPath(plan, one)}
            beginsAtEnd={head.endedAt === null || head.error !== null}
          />
        </Tabs.Panel>
        <Tabs.Panel value="checkpoints" className={classes.tabPanel}>
          <CheckpointsPanel head={head} sequence={sequence} onLook={onLook} />
        </Tabs.Panel>
        <Tabs.Panel value="document" className={classes.tabPanel}>
          <DocumentPanel head={head} pinned={pinned} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** `Compile 3` for a step of an iteration. */
function nameOfPath(plan: Plan, path: string): string {
  const id = idOfPath(path);
  const name = plan.byId.get(id)?.name ?? (callStepOf(id) === undefined ? path : callName(id));
  const iteration = placeOf(path)?.iteration;
  return iteration === undefined ? name : `${name} ${iteration + 1}`;
}
