import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import type { RunPicture } from '../../shared/run/run-picture.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import { Split } from '../ui/split.tsx';
import { useStable } from '../ui/use-stable.ts';
import { createPictureMarks } from './picture-marks.ts';
import { RunCanvas } from './run-canvas.tsx';
import classes from './run-page.module.css';
import type { RunStory } from './run-story.ts';
import { type RunViewName, TimeBar } from './time-bar.tsx';
import { Timeline, timelineHeight } from './timeline.tsx';
import type { ChosenPath } from './use-chosen-path.ts';
import type { PinnedDocument } from './use-run-document.ts';

interface RunStepsProps {
  readonly head: RunHead;
  readonly pinned: PinnedDocument;
  readonly story: RunStory;
  /** As the run is shown. */
  readonly picture: RunPicture;
  /** What is now on the run's clock, in milliseconds since the epoch. */
  readonly now: number;
  readonly chosen: ChosenPath;
  readonly view: RunViewName;
  onView(view: RunViewName): void;
  /** The event after which the run is shown; undefined: as it stands now. */
  readonly at: number | undefined;
  onMove(at: number | undefined): void;
  /** To the details of the chosen step. */
  onOpen(): void;
}

/** The steps of a run on the canvas, on a line of time, or both, and the way through its time. */
export function RunSteps({ head, pinned, story, picture, now, chosen, view, onView, at, onMove, onOpen }: RunStepsProps) {
  const isShort = useMediaQuery('(max-height: 520px), (max-width: 900px) and (max-height: 760px)', false, {
    getInitialValueInEffect: false,
  });
  const [marks] = useState(createPictureMarks);
  const canvas = (
    <RunCanvas
      document={pinned.document}
      label="The workflow as it ran"
      marks={marks.of(picture)}
      selected={idOfPath(chosen.path)}
      onSelect={useStable(chosen.selectById)}
      onOpen={useStable(onOpen)}
    />
  );
  const timeline = (
    <Timeline
      rows={chosen.rows}
      plan={pinned.plan}
      picture={picture}
      acceptedAt={Date.parse(head.createdAt)}
      now={now}
      selected={chosen.path}
      onSelect={chosen.select}
      onToggle={chosen.toggle}
      onOpen={onOpen}
    />
  );
  const hasBoth = view === 'both' && !isShort;
  return (
    <section className={classes.main} aria-label="Steps">
      <div className={classes.fill}>
        {hasBoth && (
          <Split
            name="run-canvas"
            direction="column"
            label="How much room the canvas has"
            initial={42}
            secondNeeds={timelineHeight(chosen.rows.length)}
            first={canvas}
            second={timeline}
          />
        )}
        {!hasBoth && (view === 'canvas' ? canvas : timeline)}
      </div>
      <TimeBar
        story={story}
        at={at}
        onMove={onMove}
        view={view === 'both' && isShort ? 'steps' : view}
        hasBoth={!isShort}
        onView={onView}
      />
    </section>
  );
}
