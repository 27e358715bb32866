import { readProcess } from './list-processes.ts';

/** When a process started, to tell it from a later one with the same number: clock ticks since boot on Linux, milliseconds elsewhere. */
export async function readStartTime(pid: number): Promise<number | undefined> {
  return (await readProcess(pid))?.startTime;
}
