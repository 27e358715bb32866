import type { ClassCounts } from './check-effects.ts';
import type { BlindCounts } from './decide-unknown.ts';

/** Prints what is done as it is done, and the sum at the end. */
export class Report {
  #passed = 0;
  #failed = 0;

  title(text: string): void {
    process.stdout.write(`\n${text}\n`);
  }

  /** `detail` is told in any case; a failure says with it how to see it again. */
  result(ok: boolean, name: string, detail = ''): void {
    if (ok) this.#passed++;
    else this.#failed++;
    process.stdout.write(`${ok ? '✓' : '✗'} ${name}${detail === '' ? '' : `: ${detail}`}\n`);
  }

  note(text: string): void {
    process.stdout.write(`  ${text}\n`);
  }

  classes(counts: ClassCounts, blind: BlindCounts): void {
    const rows = Object.entries(counts).map(([name, one]) => [name, one.attempts, one.onceDone, one.repeated, one.resumed, one.asked]);
    for (const row of [['class', 'attempts', 'done once', 'repeated', 'resumed', 'asked'], ...rows]) {
      this.note(row.map((cell) => String(cell).padStart(10)).join(''));
    }
    const asked = blind.retryWouldDouble + blind.skipWouldLose;
    this.note(
      `of ${asked} steps in question, running again blindly would have doubled ${blind.retryWouldDouble}, going on blindly lost ${blind.skipWouldLose}`,
    );
  }

  /** The last line. */
  finish(): void {
    process.stdout.write(`\n${this.#passed} passed, ${this.#failed} failed\n`);
    process.exitCode = this.#failed === 0 ? 0 : 1;
  }
}
