import { Loader, Text } from '@mantine/core';
import { isDesktop, useConnection, useWhyLost } from '../bridge/engine.ts';
import classes from './connection-banner.module.css';

/** Says that the engine is away, and what that means. Lies over the page, so that nothing jumps. */
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
                You see what was known last; drafts are kept, and nothing else can be changed until it is back.
                {!isDesktop && why === undefined && ' If it stays away, open this window with: pawl open'}
              </>
            )}
          </Text>
        </div>
      )}
    </div>
  );
}
