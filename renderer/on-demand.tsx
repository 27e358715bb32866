import { type ComponentType, useEffect, useRef, useState } from 'react';
import { EngineAway } from './bridge/engine-away.ts';
import { tellFailure } from './bridge/tell.ts';

export interface OnDemandProps {
  /** The script could not be fetched, which the person has been told: it counts as closed. */
  onMissing(): void;
}

/**
 * A component whose script is fetched when it is first shown. In a browser the script comes from the engine, which may be away: then that is
 * told, and showing it again fetches again.
 */
export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P & OnDemandProps> {
  return function OnDemand(props: P & OnDemandProps) {
    const [Loaded, setLoaded] = useState<ComponentType<P>>();
    const missing = useRef(props.onMissing);
    missing.current = props.onMissing;
    useEffect(() => {
      let isHere = true;
      load().then(
        (component) => isHere && setLoaded(() => component),
        (cause: unknown) => {
          if (!isHere) return;
          tellFailure(new EngineAway(false, cause));
          missing.current();
        },
      );
      return () => {
        isHere = false;
      };
    }, []);
    return Loaded === undefined ? null : <Loaded {...props} />;
  };
}
