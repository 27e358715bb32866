import { Anchor, Button } from '@mantine/core';
import { hrefTo } from '../../ui/route.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Ago } from '../../ui/time.tsx';
import { useSession } from '../document/use-session.ts';
import { useTesting } from '../testing/testing-store.ts';
import { useSampleRun } from '../testing/use-sample-run.ts';
import classes from './banners.module.css';

/** Which past run lies over the canvas, with the way to put it away. Nothing while there is none. */
export function LoadedRun() {
  const { workflow } = useSession();
  const loaded = useTesting((state) => state.run);
  const choose = useTesting((state) => state.chooseRun);
  const { run, isMissing } = useSampleRun();
  if (loaded === undefined) return null;

  function putAway(): void {
    choose(undefined);
    // Loaded again, the page shows what it shows now.
    if (workflow !== undefined) window.history.replaceState(window.history.state, '', hrefTo('builder', workflow.id));
  }

  return (
    <div className={classes.quiet} role="status" aria-label="The run on the canvas">
      <span className={classes.text}>
        {run === undefined ? (
          isMissing && `There is no run ${loaded} any more.`
        ) : (
          <>
            Its steps fared so in the run{' '}
            <Anchor inherit ff="monospace" href={hrefTo('runs', run.runId)}>
              {run.runId}
            </Anchor>{' '}
            <StateBadge state={run.state} /> <Ago at={run.createdAt} />; samples come from it.
          </>
        )}
      </span>
      <Button size="compact-xs" variant="default" onClick={putAway}>
        Put it away
      </Button>
    </div>
  );
}
