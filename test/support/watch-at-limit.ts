import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../electron/platform/system-clock.ts';
import { createTriggerSupervisor } from '../../electron/triggers/trigger-supervisor.ts';
import { MemoryTriggerPorts } from './memory-trigger-ports.ts';
import { until } from './until.ts';

// A process of its own, because the limit it is started with holds for the whole process: arms a trigger on argv[2], and prints what came of it.
const [, , root = ''] = process.argv;
const ports = new MemoryTriggerPorts();
const supervisor = createTriggerSupervisor({ ports, clock: systemClock });
await supervisor.arm({
  key: 'w/t',
  workflowId: 'w',
  triggerId: 't',
  type: 'file_change',
  config: { path: '**/*', settle: '20ms' },
  workingDirectory: root,
  paused: false,
});
writeFileSync(join(root, 'd19/new.txt'), 'x');
await until(() => ports.rows('started').length > 0, 'the run');
const [{ health, reason } = {}] = supervisor.armed();
const fired = ports.rows('started').map((row) => `${row.data['event']} ${row.data['relativePath']}`);
process.stdout.write(JSON.stringify({ health, reason, fired }));
await supervisor.close();
