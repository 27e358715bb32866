import { createContext, useContext, useEffect, useRef } from 'react';

/** The field that a clicked value goes to: the one that had the focus last. */
export interface InsertTarget {
  current: { readonly label: string; insert(path: string): void } | undefined;
}

export const InsertTargetContext = createContext<InsertTarget>({ current: undefined });

/** Makes the field the target of insertions once it has the focus, until it is gone. */
export function useInsertTarget(label: string, insert: (path: string) => void): () => void {
  const target = useContext(InsertTargetContext);
  const latest = useRef(insert);
  latest.current = insert;
  const own = useRef({ label, insert: (path: string) => latest.current(path) });
  useEffect(
    () => () => {
      if (target.current === own.current) target.current = undefined;
    },
    [target],
  );
  return () => {
    target.current = own.current;
  };
}
