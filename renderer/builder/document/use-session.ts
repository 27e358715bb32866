import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type BuilderSession, openSession, type SessionTarget } from './builder-session.ts';
import type { DraftState } from './draft-sync.ts';

export const SessionContext = createContext<BuilderSession | undefined>(undefined);

export function useSession(): BuilderSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('Only the builder has a session');
  return session;
}

/** How the draft stands. */
export function useDraftState(): DraftState {
  return useStore(useSession().sync.state);
}

export type Opening =
  | { readonly is: 'opening' }
  | { readonly is: 'failed'; readonly error: unknown; again(): void }
  | { readonly is: 'open'; readonly session: BuilderSession };

/** Opens what the key names, and closes it, saving what is not saved, when the component goes or the key changes. */
export function useOpenSession(key: string, target: SessionTarget): Opening {
  const [opening, setOpening] = useState<Opening>({ is: 'opening' });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what the target is, and `attempt` asks again.
  useEffect(() => {
    let isGone = false;
    let session: BuilderSession | undefined;
    setOpening({ is: 'opening' });
    openSession(target).then(
      (opened) => {
        if (isGone) return opened.close();
        session = opened;
        setOpening({ is: 'open', session: opened });
      },
      (error: unknown) => {
        if (!isGone) setOpening({ is: 'failed', error, again: () => setAttempt((count) => count + 1) });
      },
    );
    return () => {
      isGone = true;
      session?.close();
    };
  }, [key, attempt]);

  return opening;
}
