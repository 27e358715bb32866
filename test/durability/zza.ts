import fc from 'fast-check';
import { anyDocument } from '../support/engine-documents.ts';
import { planOf } from '../support/engine-walk.ts';
import { simulate } from './simulation.ts';

let n = 0,
  c = 0,
  s = 0,
  r = 0,
  a = 0;
const t = Date.now();
fc.assert(
  fc.property(anyDocument(2), fc.integer(), (d, seed) => {
    const x = simulate(planOf(d), seed);
    n++;
    c += x.crashes;
    s += x.completedSteps;
    r += x.repeated;
    a += x.asked;
    if (x.violations.length)
      throw new Error(
        x.violations
          .slice(0, 3)
          .map((v) => v.invariant + ' ' + v.detail)
          .join('; '),
      );
  }),
  { numRuns: Number(process.argv[2]), seed: 7 },
);
console.log({ n, c, s, r, a, ms: Date.now() - t });
