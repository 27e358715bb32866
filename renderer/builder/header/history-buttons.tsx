import { ActionIcon, Tooltip } from '@mantine/core';
import { Keys } from '../../ui/keys.tsx';
import { shortcuts } from '../../ui/shortcuts.ts';
import { RedoIcon, UndoIcon } from '../builder-icons.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { asDisabled } from './as-disabled.ts';

export function HistoryButtons() {
  const undoLabel = useBuilder((state) => state.undoLabel);
  const redoLabel = useBuilder((state) => state.redoLabel);
  const undo = useBuilder((state) => state.undo);
  const redo = useBuilder((state) => state.redo);
  return (
    <ActionIcon.Group>
      <HistoryButton what="Undo" label={undoLabel} keys={shortcuts.undo.keys} onClick={undo} icon={<UndoIcon />} />
      <HistoryButton what="Redo" label={redoLabel} keys={shortcuts.redo.keys} onClick={redo} icon={<RedoIcon />} />
    </ActionIcon.Group>
  );
}

interface HistoryButtonProps {
  readonly what: 'Undo' | 'Redo';
  /** Of the edit; undefined when there is none. */
  readonly label: string | undefined;
  readonly keys: string;
  readonly icon: React.ReactNode;
  onClick(): void;
}

function HistoryButton({ what, label, keys, icon, onClick }: HistoryButtonProps) {
  return (
    <Tooltip
      label={
        <>
          {label === undefined ? `Nothing to ${what.toLowerCase()}` : `${what}: ${label}`} <Keys keys={keys} />
        </>
      }
    >
      <ActionIcon variant="default" size={28} onClick={onClick} {...(label === undefined ? asDisabled : {})} aria-label={what}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
