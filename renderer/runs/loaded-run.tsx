import { useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import { Page } from '../ui/page.tsx';
import { navigate } from '../ui/route.ts';
import { shortcuts } from '../ui/shortcuts.ts';
import { Split } from '../ui/split.tsx';
import { useNow } from '../ui/time.tsx';
import { useStable } from '../ui/use-stable.ts';
import { outermost } from './retry-marks.ts';
import { RetryView } from './retry-view.tsx';
import { RunActions } from './run-actions.tsx';
import { type DetailsTab, RunDetails } from './run-details.tsx';
import { RunFacts } from './run-facts.tsx';
import classes from './run-page.module.css';
import { RunSteps } from './run-steps.tsx';
import type { RunViewName } from './time-bar.tsx';
import { firstTrouble } from './trouble.ts';
import { useChosenPath } from './use-chosen-path.ts';
import type { PinnedDocument } from './use-run-document.ts';
import type { LiveStory } from './use-run-story.ts';

interface LoadedRunProps {
  readonly head: RunHead;
  readonly pinned: PinnedDocument;
  readonly live: LiveStory;
  /** The path of the step to show at first. */
  readonly initial: string | undefined;
}

/** A run whose text is there: its steps beside the details of one of them, as it stands now or stood after any of its events. */
export function LoadedRun({ head, pinned, live: { story, isWhole }, initial }: LoadedRunProps) {
  const [at, setAt] = useState<number>();
  const [tab, setTab] = useState<DetailsTab>('details');
  const [retry, setRetry] = useState<{ readonly from: string | undefined }>();
  const [view, setView] = useLocalStorage<RunViewName>({ key: 'pawl-run-view', defaultValue: 'both', getInitialValueInEffect: false });
  const isNarrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });

  const isNow = at === undefined;
  const latest = story.now();
  const picture = isNow ? latest : story.at(at);
  const ticking = useNow(isNow && !isTerminalRun(picture.status) ? 200 : undefined);
  const now = isNow ? ticking : (picture.at ?? Date.parse(head.createdAt));
  const preset = isWhole ? firstTrouble(latest) : undefined;
  const chosen = useChosenPath({ runId: head.runId, plan: pinned.plan, picture, latest, isNow, initial, preset });

  function moveInTime(by: number): void {
    const next = Math.max(0, (at ?? story.events.length) + by);
    setAt(next >= story.events.length ? undefined : next);
  }

  /** A retry begins with a step of the main list: what holds this one runs again as a whole. */
  function retryFrom(path: string): void {
    const { byId } = pinned.plan;
    // A call of an agent runs again with its agent.
    const step = byId.get(idOfPath(path.split('[')[0] ?? path)) ?? byId.get(idOfPath(path));
    setRetry({ from: step === undefined ? undefined : outermost(step).id });
  }

  useHotkeys([
    [shortcuts.nextStep.keys, () => chosen.moveBy(1)],
    [shortcuts.previousStep.keys, () => chosen.moveBy(-1)],
    [shortcuts.olderRun.keys, () => head.older !== null && navigate('runs', head.older)],
    [shortcuts.newerRun.keys, () => head.newer !== null && navigate('runs', head.newer)],
    [shortcuts.eventBefore.keys, () => moveInTime(-1)],
    [shortcuts.eventAfter.keys, () => moveInTime(1)],
    ['Escape', () => setAt(undefined)],
    [shortcuts.nextTrouble.keys, chosen.nextTrouble],
    [shortcuts.showDetails.keys, () => setTab('details')],
    [shortcuts.showLog.keys, () => setTab('log')],
    [shortcuts.showCheckpoints.keys, () => setTab('checkpoints')],
    [shortcuts.switchView.keys, () => setView(nextView[view])],
    [shortcuts.retryRun.keys, () => isTerminalRun(head.state) && setRetry({ from: undefined })],
  ]);

  const tabs = useRef<HTMLDivElement>(null);
  const openDetails = (): void => tabs.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  const retryAll = useStable(() => setRetry({ from: undefined }));
  const showCheckpoints = useStable(() => setTab('checkpoints'));
  return (
    <Page
      title={head.workflow}
      subtitle={<RunFacts head={head} />}
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
              <RunSteps
                head={head}
                pinned={pinned}
                story={story}
                picture={picture}
                now={now}
                chosen={chosen}
                view={view}
                onView={setView}
                at={at}
                onMove={setAt}
                onOpen={openDetails}
              />
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
          second={
            <RunDetails
              head={head}
              pinned={pinned}
              picture={picture}
              chosen={chosen}
              sequence={story.events.length}
              tab={tab}
              tabs={tabs}
              onTab={setTab}
              onRetry={isNow ? retryFrom : undefined}
              onLook={setAt}
            />
          }
        />
      </div>
    </Page>
  );
}

const nextView: Readonly<Record<RunViewName, RunViewName>> = { both: 'canvas', canvas: 'steps', steps: 'both' };
