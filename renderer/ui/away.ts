import { createContext } from 'react';

/** Whether the engine is away: what is not here yet does not come before it is back. */
export const AwayContext = createContext(false);
