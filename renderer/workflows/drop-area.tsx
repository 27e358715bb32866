import { Text } from '@mantine/core';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import type { ImportSource } from '../ui/app-actions.ts';
import classes from './drop-area.module.css';

interface DropAreaProps {
  onFile(file: ImportSource): void;
  readonly children: ReactNode;
}

/** Takes a workflow file that is dropped on it. A page is not told where the file lies, so its text alone is taken. */
export function DropArea({ onFile, children }: DropAreaProps) {
  const [isOver, setOver] = useState(false);
  // Every element that the pointer passes tells of entering and leaving; the file is gone when as many were left as entered.
  const depth = useRef(0);

  function move(event: DragEvent, change: number): void {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current += change;
    setOver(depth.current > 0);
  }
  function drop(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void file.text().then((text) => onFile({ text, name: file.name }));
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first.
    <div
      className={classes.area}
      onDragEnter={(event) => move(event, 1)}
      onDragOver={(event) => move(event, 0)}
      onDragLeave={(event) => move(event, -1)}
      onDrop={drop}
    >
      {children}
      {isOver && (
        <div className={classes.over}>
          <Text fw={600}>Drop it here: you see what it does before anything is stored</Text>
        </div>
      )}
    </div>
  );
}
