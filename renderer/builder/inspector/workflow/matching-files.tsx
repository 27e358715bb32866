import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from '../inspector.module.css';
import { useTriggerPreview } from './use-trigger-preview.ts';

/** Which files the trigger is about, as they are now. */
export function MatchingFiles({ config }: { readonly config: Readonly<Record<string, unknown>> }) {
  const preview = useTriggerPreview('file_change', config);
  const [isOpen, setIsOpen] = useState(false);
  const files = preview.data?.files;
  if (files === undefined) return null;
  const { count, paths, isCut, folder } = files;
  return (
    <div className={classes.muted}>
      {count === 0
        ? `No file matches now, in ${folder}.`
        : `${isCut && count > paths.length ? 'At least ' : ''}${count} ${count === 1 ? 'file matches' : 'files match'} now. `}
      {count > 0 && (
        <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Hide them' : 'Show them'}
        </Button>
      )}
      {isOpen && (
        <ul className={classes.mono} style={{ margin: 0, paddingLeft: 18 }}>
          {paths.map((path) => (
            <li key={path}>{path}</li>
          ))}
          {count > paths.length && <li>… {count - paths.length} more</li>}
        </ul>
      )}
    </div>
  );
}
