// A process with nothing in it that starts small programs, so many as its argument says: prints how long one takes, in ms.
import { smallProcess, spawnMs } from './floor.ts';
import { median } from './statistics.ts';

const times: number[] = [];
for (let count = Number(process.argv[2]); count > 0; count--) times.push(await spawnMs(smallProcess));
process.stdout.write(String(median(times)));
