import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, emptyNode, spawnMs } from './floor.ts';
import type { Measure, Row } from './row.ts';
import { median } from './statistics.ts';

const project = resolve(import.meta.dirname, '../..');
const launcher = join(project, 'bin/pawl.mjs');
const ATTEMPTS = 11;

const workflow = `pawl: 1
name: Two steps
steps:
  - id: greet
    action: data.template
    with: { template: 'Hello \${name}', values: { name: world } }
  - id: say
    action: log
    with: { message: '{{steps.greet.output.data}}' }
`;

export const processRow: Row = {
  name: 'process',
  title: 'Whole processes of the built command',
  async measure({ folder }) {
    if (!existsSync(join(project, 'out/cli/pawl.js'))) throw new Error('There is no built command to measure: npm run build');
    const file = join(folder, 'two-steps.pawl.yaml');
    await writeFile(file, workflow);
    const environment = { PAWL_HOME: join(folder, 'home') };
    const pawl = (...args: readonly string[]): Command => ({ program: process.execPath, args: [launcher, ...args], environment });
    return [await measure('pawl run of a two-step file', pawl('run', file), 450), await measure('pawl --version', pawl('--version'))];
  },
};

async function measure(what: string, command: Command, atMost?: number): Promise<Measure> {
  // Makes the data folder and the compile cache.
  await spawnMs(command);
  const ours: number[] = [];
  const floors: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    floors.push(await spawnMs(emptyNode));
    ours.push(await spawnMs(command));
  }
  const floor = { name: 'empty Node.js', value: median(floors) };
  const ratio = median(ours) / floor.value;
  return { what, unit: 'ms', ours: median(ours), floor, ratio, ...(atMost === undefined ? {} : { target: { of: 'ours', atMost } }) };
}
