import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useAppActions } from '../ui/app-actions.ts';
import { PlayIcon } from '../ui/icons.tsx';
import { Failed } from '../ui/notice.tsx';
import { OutcomeLine } from '../ui/outcome-line.tsx';
import { hrefTo } from '../ui/route.ts';
import classes from './favourites-panel.module.css';
import { Nothing, Panel, PanelLink } from './panel.tsx';

const most = 6;

/** Workflows that are kept at hand, to be run from here. */
export function FavouritesPanel() {
  const { runWorkflow } = useAppActions();
  const favourites = useQuery({
    queryKey: ['workflows', 'favourites'],
    queryFn: ({ signal }) => engine.workflows.list({ favourite: true, limit: most }, { signal }),
  });
  const items = favourites.data?.items ?? [];
  return (
    <Panel title="Favourites" isLoading={favourites.isPending} aside={<PanelLink href={hrefTo('workflows')}>All workflows</PanelLink>}>
      {favourites.isError && (
        <Failed title="The favourites could not be read" {...describeFailure(favourites.error)} onRetry={() => void favourites.refetch()} />
      )}
      {favourites.isSuccess && items.length === 0 && <Nothing>Mark a workflow with its star, and run it from here.</Nothing>}
      <ul className={classes.list}>
        {items.map(({ id, name, recent }) => (
          <li key={id} className={classes.line}>
            <a href={hrefTo('builder', id)} className={classes.name}>
              {name}
            </a>
            <OutcomeLine runs={recent} label={`The last runs of ${name}`} />
            <Button
              size="compact-xs"
              variant="light"
              leftSection={<PlayIcon />}
              styles={{ section: { marginInlineEnd: 4 } }}
              aria-label={`Run ${name}`}
              onClick={() => runWorkflow({ id, name })}
            >
              Run
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
