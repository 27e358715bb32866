import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { engine } from '../../bridge/engine.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { useDraftState, useSession } from '../document/use-session.ts';
import classes from './banners.module.css';
import { CompareDialog } from './compare-dialog.tsx';

/** What the person has to decide before edits are safe, or before saving. */
export function Banners() {
  const { is, movedTo } = useDraftState();
  if (is === 'conflict') return <ConflictBanner />;
  return movedTo === undefined ? null : <MovedBanner />;
}

function tell(error: unknown): void {
  notifications.show({ color: 'red', message: describeFailure(error).message });
}

function ConflictBanner() {
  const { sync, draft } = useSession();
  const [isComparing, setComparing] = useState(false);
  return (
    <div className={classes.banner} role="alert">
      <span className={classes.text}>
        <strong>This draft was changed in another window.</strong> Yours is not saved until you choose.
      </span>
      <Button size="compact-xs" variant="default" onClick={() => setComparing(true)}>
        Compare…
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => void sync.takeTheirs().catch(tell)}>
        Take theirs
      </Button>
      <Button size="compact-xs" onClick={() => void sync.keepMine().catch(tell)}>
        Keep mine
      </Button>
      {isComparing && (
        <CompareDialog
          title="Their draft and yours"
          label="From their draft to yours"
          read={async () => (await engine.drafts.get({ draft })).text}
          onClose={() => setComparing(false)}
        />
      )}
    </div>
  );
}

function MovedBanner() {
  const { sync, workflow } = useSession();
  const [isComparing, setComparing] = useState(false);
  if (workflow === undefined) return null;
  return (
    <div className={classes.banner} role="alert">
      <span className={classes.text}>
        <strong>A newer version was saved meanwhile,</strong> by an import or in another window. This draft began from the one before.
      </span>
      <Button size="compact-xs" variant="default" onClick={() => setComparing(true)}>
        Compare…
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => void sync.takeVersion('Take the newer version').catch(tell)}>
        Take the newer
      </Button>
      <Button size="compact-xs" onClick={() => void sync.rebase().catch(tell)}>
        Keep mine
      </Button>
      {isComparing && (
        <CompareDialog
          title="The newer version and yours"
          label="From the newer version to yours"
          read={async () => (await engine.workflows.get({ workflow: workflow.id })).text}
          onClose={() => setComparing(false)}
        />
      )}
    </div>
  );
}
