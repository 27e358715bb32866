import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../shared/lib/clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

/** A clock that moves only when told. */
export class FakeClock implements Clock {
  #now: number;
  #lastHandle = 0;
  readonly #timers = new Map<number, Timer>();

  constructor(now: number | string = '2026-01-01T00:00:00Z') {
    this.#now = typeof now === 'number' ? now : Date.parse(now);
  }

  now(): number {
    return this.#now;
  }

  setTimeout(run: () => void, ms: number): number {
    this.#lastHandle += 1;
    this.#timers.set(this.#lastHandle, { dueAt: this.#now + Math.max(0, ms), run });
    return this.#lastHandle;
  }

  clearTimeout(handle: number): void {
    this.#timers.delete(handle);
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Runs every timer that comes due, in order; after each the event loop turns, so that promises and real I/O it started can go on. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (let next = this.#nextDue(until); next !== undefined; next = this.#nextDue(until)) {
      const [handle, timer] = next;
      this.#timers.delete(handle);
      this.#now = Math.max(this.#now, timer.dueAt);
      timer.run();
      await setImmediate();
    }
    this.#now = until;
    await setImmediate();
  }

  /** Sets the wall clock, as a person or a resume from sleep does: due times of timers move along, none runs. */
  jumpTo(now: number): void {
    const moved = now - this.#now;
    for (const [handle, timer] of this.#timers) this.#timers.set(handle, { ...timer, dueAt: timer.dueAt + moved });
    this.#now = now;
  }

  #nextDue(until: number): [number, Timer] | undefined {
    let first: [number, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].dueAt <= until && (first === undefined || entry[1].dueAt < first[1].dueAt)) first = entry;
    }
    return first;
  }
}
