import { Loader, Text } from '@mantine/core';
import { isDesktop, useConnection, useWhyLost } from '../bridge/engine.ts';
import classes from './connection-banner.module.css';

/** Says that the engine is away, and what that means. Lies over the foot of the page, so that nothing jumps and no button is hidden. */
export function ConnectionBanner() {
  const state = useConnection();
  const why = useWhyLost();
  return (
    <div role="status" className={classes.place}>
      {state !== 'open' && (
        <div className={classes.banner}>
          <Loader size={14} color="currentColor" />
          <Text size="sm" component="span">
            {state === 'connecting' ? 'Starting the engine…' : <strong>{why ?? 'The engine does not answer.'} Trying again…</strong>}
            {state === 'lost' && (
              <>
                {' '}
                Edits of workflows are kept; nothing else can be changed now.
                {!isDesktop && why === undefined && (
                  <>
                    {' '}
                    If it stays away: <code>pawl open</code>
                  </>
                )}
              </>
            )}
          </Text>
        </div>
      )}
    </div>
  );
}
