import { Button, Modal, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { RunForm } from '../../run-form/run-dialog.tsx';
import { PlayIcon } from '../../ui/icons.tsx';
import { countProblems, numberOf } from '../document/count-problems.ts';
import { useBuilder } from '../document/use-builder.ts';
import { useDraftState, useSession } from '../document/use-session.ts';
import { useView } from '../document/view-store.ts';
import { asDisabled } from './as-disabled.ts';

/** Runs what is on the screen: the saved version when that is it, else the draft. */
export function RunButton() {
  const { is } = useDraftState();
  const problems = useBuilder((state) => state.problems);
  const showProblems = useView((state) => state.showProblems);
  const [isAsking, setAsking] = useState(false);
  const { errors } = countProblems(problems);
  const isDraft = is !== 'clean';
  const reason =
    errors > 0
      ? `${numberOf(errors, 'error')} to mend before it can run`
      : isDraft
        ? 'Runs the draft as you see it; the saved version stays'
        : 'Runs the saved version';
  return (
    <>
      <Tooltip label={reason}>
        <Button
          size="xs"
          variant="default"
          leftSection={<PlayIcon />}
          {...(errors > 0 ? asDisabled : {})}
          onClick={() => (errors > 0 ? showProblems(true) : setAsking(true))}
        >
          {isDraft ? 'Run draft' : 'Run'}
        </Button>
      </Tooltip>
      {isAsking && <RunAsk isDraft={isDraft} onClose={() => setAsking(false)} />}
    </>
  );
}

function RunAsk({ isDraft, onClose }: { readonly isDraft: boolean; onClose(): void }) {
  const { workflow } = useSession();
  const text = useBuilder((state) => state.text);
  const name = useBuilder(({ document }) => document?.name ?? '');
  const variables = useBuilder(({ document }) => document?.variables);
  const source = workflow === undefined ? { text } : isDraft ? { text, draftOf: workflow.id } : { workflow: workflow.id };
  return (
    <Modal opened onClose={onClose} title={isDraft ? `Run the draft of ${name}` : `Run ${name}`} size="md">
      {isDraft && (
        <Text size="sm" c="dimmed" mb="sm">
          This runs the text as it is on the screen. What it does is real; the saved version and its triggers stay as they are.
        </Text>
      )}
      <RunForm source={source} variables={variables ?? []} given={{}} onClose={onClose} />
    </Modal>
  );
}
