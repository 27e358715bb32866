/** What the engine and its spawn helper tell each other: one line of JSON each, over the control socket. */

/** To the helper. `stdio` names the streams that the helper has offered; null is an empty standard input. */
export interface SpawnOrder {
  readonly id: number;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdio: readonly [stdin: number | null, stdout: number, stderr: number];
}

/** From the helper. */
export type SpawnReport =
  | { readonly is: 'ready'; readonly pid: number }
  | { readonly is: 'started'; readonly id: number; readonly pid: number }
  | { readonly is: 'refused'; readonly id: number; readonly message: string; readonly code?: string }
  | { readonly is: 'ended'; readonly id: number; readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** What the helper's environment says. */
export const socketVariable = 'PAWL_SPAWN_SOCKET';
export const tokenVariable = 'PAWL_SPAWN_TOKEN';

/** The first line that the helper writes on each connection: `<token> <name>`, where the name is this or the number of a stream. */
export const controlName = 'control';

/** Calls `onLine` for each whole line that arrives. */
export function readLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
