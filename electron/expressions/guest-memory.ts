/** Growing it replaces its buffer. */
export interface GuestMemory {
  readonly buffer: ArrayBuffer;
}

// Node has it; its types come with those of the browser, which this process is not.
declare const WebAssembly: { readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => GuestMemory };

const PAGE_BYTES = 64 * 1024;
/** What the QuickJS module is linked to ask for at least. */
const INITIAL_BYTES = 16 * 1024 * 1024;
/** Its own stack, data and empty context. */
const OVERHEAD_BYTES = 6 * 1024 * 1024;

/** What an expression and its values may take up. */
export const MAX_EXPRESSION_BYTES = 32 * 1024 * 1024;

/** WebAssembly memory never shrinks: a guest that has grown above this is given up. */
export const WORN_ABOVE_BYTES = INITIAL_BYTES + 8 * 1024 * 1024;

/**
 * The memory's own maximum is what bounds a guest. QuickJS's memory limit does not: in WebAssembly it cannot see how big an allocation
 * is, and counts 8 bytes for each.
 */
export function createGuestMemory(): GuestMemory {
  return new WebAssembly.Memory({ initial: INITIAL_BYTES / PAGE_BYTES, maximum: (MAX_EXPRESSION_BYTES + OVERHEAD_BYTES) / PAGE_BYTES });
}
