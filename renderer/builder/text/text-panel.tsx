import { useRef } from 'react';
import classes from './text-panel.module.css';
import { useTextEditor } from './use-text-editor.ts';

/** The document as its text. */
export function TextPanel() {
  const frame = useRef<HTMLDivElement>(null);
  useTextEditor(frame);
  return <div ref={frame} className={classes.frame} />;
}
