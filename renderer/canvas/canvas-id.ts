import { createContext } from 'react';

/** Tells the canvases of one page apart, for the ids of their elements. */
export const CanvasIdContext = createContext('canvas');
