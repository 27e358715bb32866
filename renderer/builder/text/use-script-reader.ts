import { useEffect, useState } from 'react';
import { tellFailure } from '../../bridge/tell.ts';
import { isScriptReady, loadScriptReader } from '../document/text-reader.ts';

/** Loads what reads scripts once it is wanted; true where nothing is missing. */
export function useScriptReader(isWanted: boolean): boolean {
  const [isReady, setReady] = useState(isScriptReady);
  useEffect(() => {
    if (!isWanted || isReady) return;
    let isGone = false;
    loadScriptReader().then(
      () => {
        if (!isGone) setReady(true);
      },
      (error: unknown) => tellFailure(error),
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, isReady]);
  return isReady || !isWanted;
}
