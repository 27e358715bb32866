import { useEffect, useState } from 'react';
import { type SearchState, searchValue } from './value-search.ts';

/** What a text finds in a value; undefined while nothing is asked. A large value is searched in turns, so that the page stays alive. */
export function useValueSearch(value: unknown, text: string): SearchState | undefined {
  const [state, setState] = useState<SearchState>();
  useEffect(() => {
    if (text === '') return setState(undefined);
    const search = searchValue(value, text);
    let timer: ReturnType<typeof setTimeout>;
    const goOn = () => {
      const next = search.next();
      if (next.done === true) setState(next.value);
      else timer = setTimeout(goOn);
    };
    timer = setTimeout(goOn, 120);
    return () => clearTimeout(timer);
  }, [value, text]);
  return state;
}
