import { noCounts } from './check-effects.ts';
import { allCases, runCase } from './failpoint-sweep.ts';

const counts = noCounts();
const blind = { retryWouldDouble: 0, skipWouldLose: 0 };
const [, , seed = '1', from = '0', step = '1', to = '9999'] = process.argv;
const cases = allCases(Number(seed))
  .filter((_, i) => i % Number(step) === Number(from))
  .slice(0, Number(to));
const t = Date.now();
let bad = 0;
for (const one of cases) {
  try {
    const r = await runCase(one, Number(seed), counts, blind);
    if (r.violations.length) bad++;
    console.log(
      r.plan.point,
      r.plan.hit,
      r.plan.action,
      r.subject,
      r.reached ? '' : 'NOT REACHED',
      '→',
      r.next,
      r.violations.length ? JSON.stringify(r.violations.slice(0, 3)) + r.folder : '',
    );
  } catch (e) {
    bad++;
    console.log('ERR', JSON.stringify(one), String(e).slice(0, 600));
  }
}
console.log(cases.length, 'cases', bad, 'bad', counts, blind, Date.now() - t);
