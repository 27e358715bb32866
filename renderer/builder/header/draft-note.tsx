import { Tooltip } from '@mantine/core';
import type { DraftState } from '../document/draft-sync.ts';
import { useBuilder } from '../document/use-builder.ts';
import { useDraftState, useSession } from '../document/use-session.ts';
import classes from './builder-header.module.css';

const words: Readonly<Record<DraftState['is'], string>> = {
  clean: 'Saved',
  saving: 'Saving the draft…',
  saved: 'Draft saved',
  away: 'Engine away: kept here',
  conflict: 'Draft not saved: changed elsewhere',
  refused: 'Draft not saved',
};

const explanations: Readonly<Record<DraftState['is'], string>> = {
  clean: 'What you see is the saved version.',
  saving: 'Each edit is kept in the draft. The workflow itself changes when you save.',
  saved: 'The draft is kept apart: the workflow itself changes when you save.',
  away: 'The engine does not answer. Your edits are kept in this window, and go to the engine when it is back.',
  conflict: 'Choose which draft to keep.',
  refused: 'The engine did not take the draft. It is kept in this window.',
};

/** Which version this is, and how the draft stands. */
export function DraftNote() {
  const { workflow } = useSession();
  const { is, message } = useDraftState();
  const version = useBuilder(({ document }) => document?.version);
  const isAsking = is === 'away' || is === 'conflict' || is === 'refused';
  return (
    <div className={classes.note} data-tone={isAsking ? 'ask' : undefined}>
      {version !== undefined && <span className={classes.wide}>Version {version}</span>}
      <Tooltip label={message ?? explanations[is]} multiline maw={300}>
        <span role="status" aria-label="State of the draft">
          {is === 'clean' && workflow === undefined ? 'Not saved yet' : words[is]}
        </span>
      </Tooltip>
    </div>
  );
}
