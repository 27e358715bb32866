import { parseArgs } from 'node:util';
import { runClockFaults } from '../test/durability/clock-faults.ts';
import { runDiskFaults } from '../test/durability/disk-faults.ts';
import {
  failpointLayer,
  fixedLayer,
  killLayer,
  nothingSeen,
  simulationLayer,
  syscallLayer,
  vacuousPassGuard,
} from '../test/durability/layers.ts';
import { answerAsModel } from '../test/durability/model.ts';
import { runProcessFaults } from '../test/durability/process-faults.ts';
import { Report } from '../test/durability/report.ts';

// `npm run test:durability`: the promise of electron/README.md under faults. Short by default; `--deep` does all of it, `--layers` some of it,
// `--layers B --subjects approve,waitFor` all cases of these kinds of step; `--together 4` so many storms of layer C at once.
const { values } = parseArgs({
  options: {
    deep: { type: 'boolean', default: false },
    kills: { type: 'string' },
    seed: { type: 'string', default: '1' },
    layers: { type: 'string', default: 'ABCDEGH' },
    together: { type: 'string', default: '1' },
    subjects: { type: 'string', default: '' },
  },
});
const { deep, layers } = values;
const volume = {
  deep,
  seed: Number(values.seed),
  kills: Number(values.kills ?? (deep ? 500 : 30)),
  together: Number(values.together),
  only: values.subjects.split(',').filter(Boolean),
};
const report = new Report();
const seen = nothingSeen();

await answerAsModel();
if (layers.includes('A')) simulationLayer(report, volume);
if (layers.includes('B')) await failpointLayer(report, volume, seen);
if (layers.includes('C')) await killLayer(report, volume, seen);
if (layers.includes('D')) await syscallLayer(report, volume);
if (layers.includes('E')) fixedLayer(report, 'E  disks (DB-5, DB-6, FP-5)', await runDiskFaults());
if (layers.includes('G')) fixedLayer(report, 'G  clocks (EN-3, EN-4)', await runClockFaults(deep));
if (layers.includes('H')) fixedLayer(report, 'H  processes (EN-6, EN-11)', await runProcessFaults(deep));
if (layers.includes('C')) vacuousPassGuard(report, seen, volume.kills);
report.classes(seen.counts, seen.blind);
report.finish();
// Connections to engines that were killed are of no more use.
process.exit();
