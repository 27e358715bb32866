/** Types of the format that this release cannot arm, each with one line on what it is. A workflow that uses one loads and runs by hand. */
export const laterTriggers: ReadonlyMap<string, string> = new Map([
  ['activity', 'Activity of the desktop (idle, lock, power, network, focus) needs the desktop app'],
  ['plugin', 'Triggers of plugins need plugins'],
]);
