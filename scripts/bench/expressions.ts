import { createEvaluate } from '../../electron/expressions/evaluate.ts';
import type { Scope } from '../../electron/expressions/lookup.ts';
import { createSandbox } from '../../electron/expressions/sandbox.ts';

const small: Scope = { steps: { read: { output: { size: 12, kind: 'text' } } }, vars: { limit: 10 } };
const big: Scope = {
  ...small,
  state: { rows: Array.from({ length: 10_000 }, (_, id) => ({ id, text: 'x'.repeat(85), even: id % 2 === 0 })) },
};

const sandbox = createSandbox();
const evaluate = createEvaluate(sandbox);

const cases: readonly { name: string; expression: string; scope: Scope; count: number; atOnce: number }[] = [
  { name: 'a path', expression: 'steps.read.output.size', scope: big, count: 1_000_000, atOnce: 1000 },
  {
    name: 'JavaScript, small context, 1,000 at once',
    expression: 'steps.read.output.size > vars.limit',
    scope: small,
    count: 40_000,
    atOnce: 1000,
  },
  {
    name: 'JavaScript, small context, one after the other',
    expression: 'steps.read.output.size > vars.limit',
    scope: small,
    count: 10_000,
    atOnce: 1,
  },
  {
    name: 'JavaScript naming one path of a 1 MB state, 1,000 at once',
    expression: 'state.rows[9000].id + 1',
    scope: big,
    count: 40_000,
    atOnce: 1000,
  },
  {
    name: 'JavaScript naming a whole 1 MB state',
    expression: 'state.rows.filter((row) => row.even).length',
    scope: big,
    count: 40,
    atOnce: 4,
  },
];

for (const { name, expression, scope, count, atOnce } of cases) {
  await runBatches(expression, scope, Math.ceil(count / 10), atOnce);
  const startedAt = performance.now();
  await runBatches(expression, scope, count, atOnce);
  const perSecond = Math.round((count / (performance.now() - startedAt)) * 1000);
  console.log(`${perSecond.toLocaleString('en').padStart(12)}/s  ${name}`);
}
sandbox.close();

async function runBatches(expression: string, scope: Scope, count: number, atOnce: number): Promise<void> {
  for (let done = 0; done < count; done += atOnce) {
    const results = Array.from({ length: atOnce }, () => evaluate(expression, scope));
    if (results[0] instanceof Promise) await Promise.all(results);
  }
}
