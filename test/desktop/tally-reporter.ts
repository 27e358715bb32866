import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Ends the output with `N passed, N failed`. */
export default class TallyReporter implements Reporter {
  readonly #outcomes = new Map<TestCase, TestResult['status']>();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#outcomes.set(test, result.status);
  }

  onEnd(): void {
    const outcomes = [...this.#outcomes.values()];
    const skipped = outcomes.filter((status) => status === 'skipped').length;
    const passed = outcomes.filter((status) => status === 'passed').length;
    const failed = outcomes.length - passed - skipped;
    process.stdout.write(`\n${skipped > 0 ? `${skipped} skipped\n` : ''}${passed} passed, ${failed} failed\n`);
  }
}
