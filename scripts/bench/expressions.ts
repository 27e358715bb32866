import { createEvaluate } from '../../electron/expressions/evaluate.ts';
import type { Scope } from '../../electron/expressions/lookup.ts';
import { createSandbox } from '../../electron/expressions/sandbox.ts';
import type { Measure, Row } from './row.ts';
import { median } from './statistics.ts';
import { countPerSecond } from './turns.ts';

const TURNS = 3;
const PER_SECOND = 8000;

const small: Scope = { steps: { read: { output: { size: 12, kind: 'text' } } }, vars: { limit: 10 } };
const big: Scope = {
  ...small,
  state: { rows: Array.from({ length: 10_000 }, (_, id) => ({ id, text: 'x'.repeat(85), even: id % 2 === 0 })) },
};

interface Case {
  readonly what: string;
  readonly expression: string;
  readonly scope: Scope;
  readonly atOnce: number;
  /** An expression is judged by how many are done when there is enough to do, whatever the size of the state it stands in. */
  readonly judged: boolean;
}

const cases: readonly Case[] = [
  { what: 'a path', expression: 'steps.read.output.size', scope: big, atOnce: 1000, judged: true },
  {
    what: 'JavaScript, small state, 1,000 at once',
    expression: 'steps.read.output.size > vars.limit',
    scope: small,
    atOnce: 1000,
    judged: true,
  },
  {
    what: 'JavaScript, one path of a 1 MB state, 1,000 at once',
    expression: 'state.rows[9000].id + 1',
    scope: big,
    atOnce: 1000,
    judged: true,
  },
  { what: 'JavaScript, one after the other', expression: 'steps.read.output.size > vars.limit', scope: small, atOnce: 1, judged: false },
  {
    what: 'JavaScript over a whole 1 MB state',
    expression: 'state.rows.filter((row) => row.even).length',
    scope: big,
    atOnce: 4,
    judged: false,
  },
];

export const expressionsRow: Row = {
  name: 'expressions',
  title: 'Conditions and expressions',
  async measure({ seconds }) {
    const sandbox = createSandbox();
    const evaluate = createEvaluate(sandbox);
    const measures: Measure[] = [];
    for (const { what, expression, scope, atOnce, judged } of cases) {
      let stopped = 0;
      const batch = async (): Promise<number> => {
        const results = Array.from({ length: atOnce }, () => evaluate(expression, scope));
        if (!(results[0] instanceof Promise)) return atOnce;
        // On a machine that is busy with other things, one may be stopped for taking too long.
        const done = (await Promise.allSettled(results)).filter(({ status }) => status === 'fulfilled').length;
        stopped += atOnce - done;
        return done;
      };
      await batch();
      const turns: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) turns.push(await countPerSecond((seconds * 1000) / TURNS, batch));
      measures.push({
        what,
        unit: 'per second',
        ours: median(turns),
        ...(stopped === 0 ? {} : { note: `${stopped} were stopped for taking too long` }),
        ...(judged ? { target: { of: 'ours', atLeast: PER_SECOND } } : {}),
      });
    }
    sandbox.close();
    return measures;
  },
};
