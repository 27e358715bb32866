import { useEffect } from 'react';

/** The address says which step is shown, so that it can be handed on; without a new entry for each step in the way back. */
export function useRememberedStep(runId: string, path: string | undefined): void {
  useEffect(() => {
    if (path === undefined) return;
    const parts = ['runs', runId, ...(path === '' ? [] : [path])].map(encodeURIComponent);
    window.history.replaceState(window.history.state, '', `#/${parts.join('/')}`);
  }, [runId, path]);
}
