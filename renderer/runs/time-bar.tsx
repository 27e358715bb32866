import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { HistoryIcon, NewerIcon, OlderIcon } from '../ui/run-icons.tsx';
import { clockText } from '../ui/time.tsx';
import { useStable } from '../ui/use-stable.ts';
import { eventText } from './event-text.ts';
import type { RunStory } from './run-story.ts';
import classes from './time-bar.module.css';

interface TimeBarProps {
  readonly story: RunStory;
  /** The event that is looked at; undefined is now. */
  readonly at: number | undefined;
  onMove(at: number | undefined): void;
  readonly view: RunViewName;
  /** Whether there is room for canvas and steps at once. */
  readonly hasBoth: boolean;
  onView(view: RunViewName): void;
}

export type RunViewName = 'canvas' | 'both' | 'steps';

const views: { readonly value: RunViewName; readonly label: string }[] = [
  { value: 'canvas', label: 'Canvas' },
  { value: 'both', label: 'Both' },
  { value: 'steps', label: 'Steps' },
];

/** Steps through what was recorded of the run, event by event. */
export function TimeBar({ story, at, onMove, view, hasBoth, onView }: TimeBarProps) {
  const last = story.events.length;
  const shown = at ?? last;
  const event = story.events[shown - 1];
  const text = event === undefined ? 'before it began' : `${clockText(event.at)}  ${eventText(event.event)}`;
  return (
    <section className={classes.bar} data-past={at !== undefined || undefined} aria-label="Step through time">
      <Tooltip label="Event before (,)">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label="Event before (,)"
          disabled={shown === 0}
          onClick={() => onMove(shown - 1)}
        >
          <OlderIcon />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Event after (.)">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label="Event after (.)"
          disabled={at === undefined}
          onClick={() => onMove(shown + 1 >= last ? undefined : shown + 1)}
        >
          <NewerIcon />
        </ActionIcon>
      </Tooltip>
      <input
        type="range"
        className={classes.slider}
        min={0}
        max={last}
        value={shown}
        aria-label="Moment of the run"
        aria-valuetext={`event ${shown} of ${last}, ${text}`}
        onChange={({ currentTarget }) => onMove(currentTarget.valueAsNumber >= last ? undefined : currentTarget.valueAsNumber)}
      />
      <span className={classes.text} title={text}>
        {shown} of {last}: {text}
      </span>
      {at !== undefined && (
        <Tooltip label="As it stands now (Esc)">
          <Button size="compact-xs" variant="light" leftSection={<HistoryIcon />} onClick={() => onMove(undefined)}>
            Now
          </Button>
        </Tooltip>
      )}
      <ViewSwitch view={view} hasBoth={hasBoth} onView={useStable(onView)} />
    </section>
  );
}

interface ViewSwitchProps {
  readonly view: RunViewName;
  readonly hasBoth: boolean;
  onView(view: RunViewName): void;
}

/** Stays as it is while the run goes on beside it. */
const ViewSwitch = memo(function ViewSwitch({ view, hasBoth, onView }: ViewSwitchProps) {
  return (
    <Tooltip label="What to show (v)">
      <SegmentedControl
        size="xs"
        aria-label="What to show"
        data={views.filter(({ value }) => hasBoth || value !== 'both')}
        value={view}
        onChange={onView}
      />
    </Tooltip>
  );
});
