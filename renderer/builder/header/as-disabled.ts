/** Looks and reads as disabled, and still takes focus and shows its tooltip, which says why. */
export const asDisabled = { 'aria-disabled': true, 'data-disabled': true } as const;
