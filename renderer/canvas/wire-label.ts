import { createContext } from 'react';

/** What a click on the words of an edge does; undefined where they only tell. */
export const WireLabelContext = createContext<((edge: string, anchor: HTMLElement) => void) | undefined>(undefined);
