import { noCounts } from './check-effects.ts';
import { runStorm } from './storm.ts';

const counts = noCounts();
const blind = { retryWouldDouble: 0, skipWouldLose: 0 };
const hits = new Map();
const t = Date.now();
const r = await runStorm({ seed: Number(process.argv[2]), kills: Number(process.argv[3]), counts, blind, hits });
console.log(
  { ...r, violations: r.violations.slice(0, 10), v: r.violations.length },
  counts,
  blind,
  Object.fromEntries(hits),
  Date.now() - t,
);
