import type { RunSummary } from '../../shared/contract/run-view.ts';
import { useLiveRuns } from '../bridge/live-runs.ts';
import { hrefTo } from '../ui/route.ts';
import { Panel, PanelLink } from './panel.tsx';
import { RunLines } from './run-lines.tsx';

const most = 4;

/** What runs now, as it is. */
export function UnderWayPanel() {
  const live = useLiveRuns();
  // What needs a person stands in the panel beside this one.
  const open = live?.runs.filter(({ state }) => state !== 'needs_attention') ?? [];
  // What stands still must not push what moves out of sight.
  const runs = [...open.filter(isMoving), ...open.filter((run) => !isMoving(run))];
  return (
    <Panel
      title="Under way"
      isLoading={live === undefined}
      aside={runs.length > most && <PanelLink href={hrefTo('runs')}>All {runs.length}</PanelLink>}
    >
      <RunLines runs={runs.slice(0, most)} nothing="Nothing runs right now. Triggers, schedules and you start runs." />
    </Panel>
  );
}

function isMoving({ state }: RunSummary): boolean {
  return state === 'running' || state === 'queued';
}
