import { Skeleton, Tabs } from '@mantine/core';
import { useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunHead } from '../../shared/contract/run-details.ts';
import type { RunPicture, StepPicture } from '../../shared/run/run-picture.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { idOfPath, placeOf } from '../../shared/run/step-place.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Loading } from '../ui/loading.tsx';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { navigate } from '../ui/route.ts';
import { shortcuts } from '../ui/shortcuts.ts';
import { Split } from '../ui/split.tsx';
import { startedByText } from '../ui/started-by.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago, Elapsed, useNow } from '../ui/time.tsx';
import { useStable } from '../ui/use-stable.ts';
import { CheckpointsPanel } from './checkpoints-panel.tsx';
import { ConversationPanel } from './conversation-panel.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { DryRunView } from './dry-run-view.tsx';
import { LogView } from './log-view.tsx';
import { createPictureMarks } from './picture-marks.ts';
import { outermost } from './retry-marks.ts';
import { RetryView } from './retry-view.tsx';
import { RunActions } from './run-actions.tsx';
import { RunCanvas } from './run-canvas.tsx';
import classes from './run-page.module.css';
import { RunPanel } from './run-panel.tsx';
import { StepPanel } from './step-panel.tsx';
import { callName, openedFor, stepRows } from './step-rows.ts';
import { type RunViewName, TimeBar } from './time-bar.tsx';
import { Timeline, timelineHeight } from './timeline.tsx';
import { type PinnedDocument, useRunDocument } from './use-run-document.ts';
import { type LiveStory, useRunStory } from './use-run-story.ts';

interface RunPageProps {
  readonly runId: string;
  /** The path of the step to show at first. */
  readonly step: string | undefined;
}

/** One run: what it did and does, as it stands now or stood at any moment. */
export function RunPage({ runId, step }: RunPageProps) {
  const live = useRunStory(runId);
  const { head, failure } = live;
  const { pinned, error } = useRunDocument(runId, head?.dryRun);
  const wrong = head === undefined ? failure : error;
  if (wrong !== undefined && wrong !== null) {
    return (
      <Page title="Run">
        <Failed title={`The run ${runId} could not be read`} {...describeFailure(wrong)} />
      </Page>
    );
  }
  if (head?.dryRun === true) return <DryRunView head={head} />;
  if (head === undefined || pinned === undefined) {
    return (
      <Page title="Run">
        <Loading label="Loading the run">
          <Skeleton height={20} width="40%" />
          <Skeleton height={20} width="60%" />
        </Loading>
      </Page>
    );
  }
  return <LoadedRun head={head} pinned={pinned} live={live} initial={step} />;
}

interface LoadedRunProps {
  readonly head: RunHead;
  readonly pinned: PinnedDocument;
  readonly live: LiveStory;
  readonly initial: string | undefined;
}

function LoadedRun({ head, pinned, live, initial }: LoadedRunProps) {
  const { story, isWhole } = live;
  const { plan } = pinned;
  const [chosen, setChosen] = useState(initial);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(
    () => new Map((initial === undefined ? [] : openedFor(initial)).map((path) => [path, true])),
  );
  const [at, setAt] = useState<number>();
  const [tab, setTab] = useState<string | null>('details');
  const [retry, setRetry] = useState<{ readonly from: string | undefined }>();
  const [view, setView] = useLocalStorage<RunViewName>({ key: 'pawl-run-view', defaultValue: 'both', getInitialValueInEffect: false });
  const isShort = useMediaQuery('(max-height: 520px), (max-width: 900px) and (max-height: 760px)', false, {
    getInitialValueInEffect: false,
  });
  const isNarrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });

  const picture = at === undefined ? story.now() : story.at(at);
  const isLive = at === undefined && !isTerminalRun(picture.status);
  const ticking = useNow(isLive ? 200 : undefined);
  const now = at === undefined ? ticking : (picture.at ?? Date.parse(head.createdAt));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the steps are one map that grows; `shape` tells when.
  const rows = useMemo(() => stepRows(plan, picture, opened), [plan, picture.shape, at === undefined, opened]);
  const [canvasMarks] = useState(createPictureMarks);
  const marks = canvasMarks.of(picture);
  const selected = chosen ?? (isWhole ? firstTrouble(story.now()) : undefined) ?? '';

  function select(path: string): void {
    setChosen(path);
    const hidden = openedFor(path).filter((one) => !rows.some((row) => row.path === path) && opened.get(one) !== true);
    if (hidden.length > 0) setOpened(new Map([...opened, ...hidden.map((one) => [one, true] as const)]));
  }

  /** Of a step in a loop the iteration that says most. */
  function selectById(id: string): void {
    const isSeen = id === '' || plan.byId.get(id)?.list.owner === undefined || idOfPath(selected) === id;
    if (!isSeen) select(tellingPath(picture, id) ?? id);
    else if (idOfPath(selected) !== id) select(id);
  }

  function moveBy(count: number): void {
    const index = rows.findIndex(({ path }) => path === selected);
    const row = rows[Math.min(rows.length - 1, Math.max(0, index + count))];
    if (row !== undefined) select(row.path);
  }

  function moveInTime(by: number): void {
    const next = Math.max(0, (at ?? story.events.length) + by);
    setAt(next >= story.events.length ? undefined : next);
  }

  function nextTrouble(): void {
    const paths = [...story.now().steps.values()].filter(isTroubled).map(({ path }) => path);
    const next = paths[(paths.indexOf(selected) + 1) % paths.length];
    if (next !== undefined) select(next);
  }

  useRememberedStep(head.runId, chosen);
  useHotkeys([
    [shortcuts.nextStep.keys, () => moveBy(1)],
    [shortcuts.previousStep.keys, () => moveBy(-1)],
    [shortcuts.olderRun.keys, () => head.older !== null && navigate('runs', head.older)],
    [shortcuts.newerRun.keys, () => head.newer !== null && navigate('runs', head.newer)],
    [shortcuts.eventBefore.keys, () => moveInTime(-1)],
    [shortcuts.eventAfter.keys, () => moveInTime(1)],
    ['Escape', () => setAt(undefined)],
    [shortcuts.nextTrouble.keys, nextTrouble],
    [shortcuts.showDetails.keys, () => setTab('details')],
    [shortcuts.showLog.keys, () => setTab('log')],
    [shortcuts.showCheckpoints.keys, () => setTab('checkpoints')],
    [shortcuts.switchView.keys, () => setView(nextView[view])],
    [shortcuts.retryRun.keys, () => isTerminalRun(head.state) && setRetry({ from: undefined })],
  ]);

  /** A retry begins with a step of the main list: what holds this one runs again as a whole. */
  function retryFrom(path: string): void {
    // A call of an agent runs again with its agent.
    const step = plan.byId.get(idOfPath(path.split('[')[0] ?? path)) ?? plan.byId.get(idOfPath(path));
    setRetry({ from: step === undefined ? undefined : outermost(step).id });
  }

  const tabs = useRef<HTMLDivElement>(null);
  const openDetails = (): void => tabs.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  const row = rows.find(({ path }) => path === selected);
  const isStep = selected !== '' && row?.kind === 'step';
  const canAct = at === undefined;
  const isAgent = isStep && (row.plan?.kind ?? callStepOf(idOfPath(selected))?.kind) === 'agent';
  const shownTab = tab === 'conversation' && !isAgent ? 'details' : tab;

  const selectId = useStable(selectById);
  const retryAll = useStable(() => setRetry({ from: undefined }));
  const showCheckpoints = useStable(() => setTab('checkpoints'));
  const canvas = (
    <RunCanvas
      document={pinned.document}
      label="The workflow as it ran"
      marks={marks}
      selected={idOfPath(selected)}
      onSelect={selectId}
      onOpen={useStable(openDetails)}
    />
  );
  const timeline = (
    <Timeline
      rows={rows}
      plan={plan}
      picture={picture}
      acceptedAt={Date.parse(head.createdAt)}
      now={now}
      selected={selected}
      onSelect={select}
      onToggle={(path, open) => setOpened(new Map(opened).set(path, open))}
      onOpen={openDetails}
    />
  );
  const steps = (
    <section className={classes.main} aria-label="Steps">
      <div className={classes.fill}>
        {view === 'both' && !isShort ? (
          <Split
            name="run-canvas"
            direction="column"
            label="How much room the canvas has"
            initial={42}
            secondNeeds={timelineHeight(rows.length)}
            first={canvas}
            second={timeline}
          />
        ) : view === 'canvas' ? (
          canvas
        ) : (
          timeline
        )}
      </div>
      <TimeBar
        story={story}
        at={at}
        onMove={setAt}
        view={view === 'both' && isShort ? 'steps' : view}
        hasBoth={!isShort}
        onView={setView}
      />
    </section>
  );
  const details = (
    <section className={classes.details} aria-label="Details">
      <div className={classes.crumb}>
        <span className={classes.crumbText}>{isStep ? row.name : 'The run'}</span>
      </div>
      <Tabs ref={tabs} value={shownTab} onChange={setTab} keepMounted={false} className={classes.tabs}>
        <Tabs.List px={10} className={classes.tabList}>
          <Tabs.Tab value="details">Details</Tabs.Tab>
          {isAgent && <Tabs.Tab value="conversation">Rounds</Tabs.Tab>}
          <Tabs.Tab value="log">Log</Tabs.Tab>
          <Tabs.Tab value="checkpoints">Checkpoints</Tabs.Tab>
          <Tabs.Tab value="document">As it was</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="details" className={classes.tabPanel}>
          {isStep ? (
            <StepPanel key={selected} head={head} plan={plan} picture={picture} path={selected} onRetry={canAct ? retryFrom : undefined} />
          ) : (
            <RunPanel head={head} onSelect={selectId} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="conversation" className={classes.tabPanel}>
          {isAgent && <ConversationPanel key={selected} runId={head.runId} step={picture.steps.get(selected)} onSelect={select} />}
        </Tabs.Panel>
        <Tabs.Panel value="log" className={classes.tabPanel}>
          <LogView
            key={isStep ? selected : ''}
            runId={head.runId}
            step={isStep ? selected : undefined}
            nameOf={(path) => nameOfPath(plan, path)}
            beginsAtEnd={head.endedAt === null || head.error !== null}
          />
        </Tabs.Panel>
        <Tabs.Panel value="checkpoints" className={classes.tabPanel}>
          <CheckpointsPanel head={head} sequence={story.events.length} onLook={setAt} />
        </Tabs.Panel>
        <Tabs.Panel value="document" className={classes.tabPanel}>
          <DocumentPanel head={head} pinned={pinned} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
  return (
    <Page
      title={head.workflow}
      subtitle={<Facts head={head} />}
      actions={<RunActions head={head} onRetry={retryAll} onCheckpoint={showCheckpoints} />}
    >
      <div className={classes.body}>
        <Split
          name={isNarrow ? 'run-narrow' : 'run'}
          direction={isNarrow ? 'column' : 'row'}
          label="How much room the steps have"
          initial={isNarrow ? 48 : 62}
          first={
            retry === undefined ? (
              steps
            ) : (
              <RetryView
                head={head}
                pinned={pinned}
                from={retry.from}
                onFrom={(from) => setRetry({ from })}
                onClose={() => setRetry(undefined)}
              />
            )
          }
          second={details}
        />
      </div>
    </Page>
  );
}

const Facts = memo(function Facts({ head }: { readonly head: RunHead }) {
  return (
    <>
      <StateBadge state={head.state} />
      <span>
        <Ago at={head.createdAt} />, <Elapsed ms={head.durationMs} since={head.startedAt} />
      </span>
      <span>by {startedByText(head.triggeredBy)}</span>
      <span>
        version {head.version}
        {head.versionIsCurrent ? '' : ' (not the current one)'}
      </span>
      <span className={classes.id}>{head.runId}</span>
    </>
  );
});

/** What failed or asks is what a person came for. */
function firstTrouble(picture: RunPicture): string | undefined {
  const steps = [...picture.steps.values()];
  // Who is asked has come to answer.
  const asking = steps.find(({ state, spans }) => state === 'waiting' && spans.at(-1)?.kind === 'person');
  return (asking ?? steps.find(isTroubled))?.path;
}

function isTroubled({ path, state, inner }: StepPicture): boolean {
  if (state === 'unknown') return true;
  // What goes wrong with a call is its agent's to deal with.
  if (callStepOf(idOfPath(path)) !== undefined || (inner !== undefined && inner.rounds === undefined)) return false;
  return state === 'failed' || state === 'timed_out';
}

/** `Compile 3` for a step of an iteration. */
function nameOfPath(plan: Plan, path: string): string {
  const id = idOfPath(path);
  const name = plan.byId.get(id)?.name ?? (callStepOf(id) === undefined ? path : callName(id));
  const iteration = placeOf(path)?.iteration;
  return iteration === undefined ? name : `${name} ${iteration + 1}`;
}

function tellingPath(picture: RunPicture, id: string): string | undefined {
  let last: string | undefined;
  for (const [path, step] of picture.steps) {
    if (idOfPath(path) !== id) continue;
    if (isTroubled(step)) return path;
    last = path;
  }
  return last;
}

const nextView: Readonly<Record<RunViewName, RunViewName>> = { both: 'canvas', canvas: 'steps', steps: 'both' };

/** The address says which step is shown, so that it can be handed on; without a new entry for each step in the way back. */
function useRememberedStep(runId: string, path: string | undefined): void {
  useEffect(() => {
    if (path === undefined) return;
    const parts = ['runs', runId, ...(path === '' ? [] : [path])].map(encodeURIComponent);
    window.history.replaceState(window.history.state, '', `#/${parts.join('/')}`);
  }, [runId, path]);
}
