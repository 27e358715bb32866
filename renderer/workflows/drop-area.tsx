import { type DragEvent, type ReactNode, useState } from 'react';
import classes from './drop-area.module.css';
import type { ImportSource } from './import-dialog.tsx';

interface DropAreaProps {
  onFile(file: ImportSource): void;
  readonly children: ReactNode;
}

/** Takes a workflow file that is dropped on it. A page is not told where the file lies, so its text alone is taken. */
export function DropArea({ onFile, children }: DropAreaProps) {
  const [isOver, setOver] = useState(false);

  function over(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void file.text().then((text) => onFile({ text, name: file.name }));
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first.
    <div className={classes.area} data-over={isOver || undefined} onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      {children}
    </div>
  );
}
