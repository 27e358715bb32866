import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { FitIcon, ZoomInIcon, ZoomOutIcon } from '../ui/run-icons.tsx';
import classes from './timeline.module.css';
import { TimelineLegend } from './timeline-legend.tsx';

interface TimelineToolsProps {
  readonly isZoomed: boolean;
  /** Less than 1: nearer. */
  onZoom(factor: number): void;
  onAll(): void;
}

/** Stands still while the run goes on beside it. */
export const TimelineTools = memo(function TimelineTools({ isZoomed, onZoom, onAll }: TimelineToolsProps) {
  return (
    <div className={classes.tools}>
      <span className={classes.title}>Steps</span>
      <Tool label="Zoom out (-)" onClick={() => onZoom(1 / 0.7)} disabled={!isZoomed}>
        <ZoomOutIcon />
      </Tool>
      <Tool label="Zoom in (+)" onClick={() => onZoom(0.7)}>
        <ZoomInIcon />
      </Tool>
      <Tool label="Show all of the time (0)" onClick={onAll} disabled={!isZoomed}>
        <FitIcon />
      </Tool>
      <Popover position="bottom-start" withArrow shadow="md">
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label="What the bars mean" fz="xs">
            ?
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <TimelineLegend />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
});

interface ToolProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  onClick(): void;
}

function Tool({ label, children, disabled = false, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
