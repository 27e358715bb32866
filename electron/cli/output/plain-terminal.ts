import type { Terminal } from '../terminal.ts';

/** A terminal without a person or colours, that keeps what was printed. For tests. */
export function makePlainTerminal(): Terminal & { readonly printed: () => string } {
  let printed = '';
  return {
    live: false,
    interactive: false,
    columns: 100,
    write: (text) => {
      printed += text;
    },
    note: () => {},
    style: (_, text) => text,
    ask: async () => '',
    askHidden: async () => '',
    printed: () => printed,
  };
}
