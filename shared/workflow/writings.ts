/** The ways in which a document can be written. */
export const writings = ['yaml', 'json', 'script'] as const;
export type Writing = (typeof writings)[number];
