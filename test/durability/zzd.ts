import { describeFault, runSyscallFault, syscallFaults } from './syscall-sweep.ts';

const [, , only = '', from = '1', step = '1', max = '400'] = process.argv;
const t = Date.now();
let n = 0;
for (const [i, f] of syscallFaults.entries()) {
  if (only !== '' && !only.split(',').includes(String(i))) continue;
  for (let k = Number(from); k < Number(max); k += Number(step)) {
    n++;
    const t = Date.now();
    try {
      const r = await runSyscallFault(f, k, 1);
      if (r.violations.length) console.log(describeFault(f, k), r.reached, JSON.stringify(r.violations.slice(0, 3)), r.folder);
      if (!r.reached) {
        console.log(describeFault(f, k), 'clean', Date.now() - t);
        break;
      }
    } catch (e) {
      console.log(describeFault(f, k), 'ERR', String(e).slice(0, 800));
    }
  }
}
console.log(n, Date.now() - t);
