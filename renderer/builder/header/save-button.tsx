import { Button, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { Keys } from '../../ui/keys.tsx';
import { shortcuts } from '../../ui/shortcuts.ts';
import { countProblems, numberOf } from '../document/count-problems.ts';
import { useBuilder } from '../document/use-builder.ts';
import { useDraftState } from '../document/use-session.ts';
import { useView } from '../document/view-store.ts';
import { asDisabled } from './as-disabled.ts';
import { SaveDialog } from './save-dialog.tsx';

/** Makes a version of the draft. While there are errors it says so, and leads to them. */
export function SaveButton() {
  const problems = useBuilder((state) => state.problems);
  const showProblems = useView((state) => state.showProblems);
  const { is } = useDraftState();
  const [isSaving, setSaving] = useState(false);
  const { errors } = countProblems(problems);
  const reason =
    errors > 0 ? `${numberOf(errors, 'error')} to mend before it can be saved` : is === 'clean' ? 'Nothing to save' : undefined;

  function save(): void {
    if (errors > 0) showProblems(true);
    else if (is !== 'clean') setSaving(true);
  }
  useHotkeys([[shortcuts.save.keys, save]], [], true);

  return (
    <>
      <Tooltip
        label={
          <>
            {reason ?? 'Make this the version that runs'} <Keys keys={shortcuts.save.keys} />
          </>
        }
      >
        <Button size="xs" {...(reason !== undefined ? asDisabled : {})} onClick={save}>
          Save
        </Button>
      </Tooltip>
      {isSaving && <SaveDialog onClose={() => setSaving(false)} />}
    </>
  );
}
