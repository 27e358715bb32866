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
  const { count, paths, isCut, lookedIn } = files;
  return (
    <div className={classes.muted}>
      {count === 0
        ? lookedIn.map(({ folder, is }) => <div key={folder}>{nothingIn(folder, is)}</div>)
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

function nothingIn(folder: string, is: 'there' | 'missing' | 'closed'): string {
  if (is === 'missing') return `${folder} is not there yet; what comes there will count.`;
  return is === 'closed' ? `${folder} may not be read: check its permissions.` : `No file in ${folder} matches now.`;
}
