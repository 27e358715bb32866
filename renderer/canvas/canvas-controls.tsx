import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import type { ReactNode } from 'react';
import classes from './canvas-controls.module.css';

interface CanvasControlsProps {
  readonly hasMap: boolean;
  onMap(): void;
  /** More buttons of the page. */
  readonly children?: ReactNode;
}

export function CanvasControls({ hasMap, onMap, children }: CanvasControlsProps) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <Panel position="bottom-left" className={classes.panel}>
      <ControlButton label="Zoom in (+)" onClick={() => void zoomIn({ duration: 120 })} path="M8 3.5v9M3.5 8h9" />
      <ControlButton label="Zoom out (−)" onClick={() => void zoomOut({ duration: 120 })} path="M3.5 8h9" />
      <ControlButton
        label="Show everything (1)"
        onClick={() => void fitView({ padding: 0.12, maxZoom: 1, duration: 160 })}
        path="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"
      />
      <ControlButton label="Map" isOn={hasMap} onClick={onMap} path="M2 3.5 6 2l4 1.5L14 2v10.5L10 14l-4-1.5L2 14zM6 2v10.5M10 3.5V14" />
      {children}
    </Panel>
  );
}

interface ControlButtonProps {
  readonly label: string;
  /** A line drawing on a grid of 16. */
  readonly path: string;
  readonly isOn?: boolean;
  readonly disabled?: boolean;
  onClick(): void;
}

export function ControlButton({ label, path, isOn, disabled = false, onClick }: ControlButtonProps) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={label}
        aria-pressed={isOn}
        disabled={disabled}
        className={classes.button}
        onClick={onClick}
      >
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden="true"
        >
          <path d={path} />
        </svg>
      </ActionIcon>
    </Tooltip>
  );
}
