import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** Ends the output with `N passed, N failed`: each test by its last try, and by name those that needed more than one. */
export default class TallyReporter implements Reporter {
  #tests: readonly TestCase[] = [];

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onEnd(): void {
    const count = (outcome: ReturnType<TestCase['outcome']>): number => this.#tests.filter((test) => test.outcome() === outcome).length;
    const flaky = this.#tests.filter((test) => test.outcome() === 'flaky');
    const skipped = count('skipped');
    const lines = [
      ...flaky.map((test) => `flaky: ${titleOf(test)}`),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      `${count('expected') + flaky.length} passed, ${count('unexpected')} failed`,
    ];
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
}

/** Its file, and what it is called there. */
function titleOf(test: TestCase): string {
  return test.titlePath().filter(Boolean).join(' › ');
}
