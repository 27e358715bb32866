import { Group } from '@mantine/core';
import { useSession } from '../document/use-session.ts';
import classes from './builder-header.module.css';
import { DraftNote } from './draft-note.tsx';
import { EnableSwitch } from './enable-switch.tsx';
import { HistoryButtons } from './history-buttons.tsx';
import { MoreMenu } from './more-menu.tsx';
import { NameField } from './name-field.tsx';
import { ProblemCount } from './problem-count.tsx';
import { RunButton } from './run-button.tsx';
import { SaveButton } from './save-button.tsx';
import { ViewToggle } from './view-toggle.tsx';

export function BuilderHeader() {
  const { workflow } = useSession();
  return (
    <header className={classes.header}>
      <div className={classes.heading}>
        <NameField />
        <DraftNote />
      </div>
      <Group gap={6} wrap="nowrap" className={classes.actions}>
        <ProblemCount />
        <HistoryButtons />
        <ViewToggle />
        {workflow !== undefined && <EnableSwitch workflow={workflow.id} />}
        <RunButton />
        <SaveButton />
        <MoreMenu />
      </Group>
    </header>
  );
}
