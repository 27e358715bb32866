import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import { createEvaluate } from './evaluate.ts';
import type { Scope } from './lookup.ts';
import { createSandbox } from './sandbox.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.close());

/** Notes what was sent to the sandbox. */
function watchSandbox() {
  const sent: Readonly<Record<string, Json>>[] = [];
  const evaluate = createEvaluate({
    evaluate: (expression, names) => {
      sent.push(structuredClone(names));
      return sandbox.evaluate(expression, names);
    },
  });
  return { evaluate, sent };
}

describe('evaluate', () => {
  it('a path never reaches the sandbox', () => {
    const { evaluate, sent } = watchSandbox();
    expect(evaluate('a.b', { a: { b: 1 } })).toBe(1);
    expect(evaluate("a.c ?? 'x'", { a: {} })).toBe('x');
    expect(evaluate('text.length', { text: 'four' })).toBe(4);
    expect(sent).toEqual([]);
  });

  it('copies only what the expression names', async () => {
    const { evaluate, sent } = watchSandbox();
    const scope: Scope = {
      steps: { read: { output: { size: 2, content: 'long' }, status: 'completed' }, other: { output: 1 } },
      vars: { a: 1, b: 2 },
      secrets: { key: 'x' },
    };
    expect(await evaluate('steps.read.output.size + vars.a > 2', scope)).toBe(true);
    expect(sent).toEqual([{ steps: { read: { output: { size: 2 } } }, vars: { a: 1 } }]);
  });

  it('copies all of a value whose member is computed or called, and of an array by index only what is named', async () => {
    const { evaluate, sent } = watchSandbox();
    const scope: Scope = { list: [{ a: 1, b: 2 }, { a: 3 }], key: 'a', text: 'x' };
    expect(await evaluate('list[0].a + list.length', scope)).toBe(3);
    expect(await evaluate('list[0][key] + text.toUpperCase()', scope)).toBe('1X');
    expect(await evaluate('list.map((item) => item.a)', scope)).toEqual([1, 3]);
    expect(sent).toEqual([
      { list: { 0: { a: 1 }, length: 2 } },
      { list: { 0: { a: 1, b: 2 } }, key: 'a', text: 'x' },
      { list: scope['list'] },
    ]);
  });

  it('does not build what nobody names', async () => {
    const { evaluate } = watchSandbox();
    const scope = {
      a: 1,
      get expensive(): never {
        throw new Error('was built');
      },
    };
    expect(evaluate('a', scope)).toBe(1);
    expect(await evaluate('a + 1', scope)).toBe(2);
  });

  it('has a missing value as undefined inside JavaScript', async () => {
    const { evaluate } = watchSandbox();
    expect(await evaluate("steps.a?.output?.x ?? steps.b.output ?? 'none'", { steps: { b: { output: null } } })).toBe('none');
    expect(await evaluate('typeof nope', {})).toBe('undefined');
  });
});

describe('errors say what is there instead', () => {
  const { evaluate } = watchSandbox();
  const scope: Scope = {
    steps: { read: { output: { size: 1, path: 'x', none: null, list: [1] } } },
    'parse-changes': { a: 1 },
    trigger: {},
  };
  const evaluateLate = async (expression: string) => evaluate(expression, scope);

  it.each([
    ['steps.read.output.sise', /steps\.read\.output has no "sise"/, /Did you mean "size"\?/],
    ['steps.read.output.zzz', /has no "zzz"/, /There is: size, path, none, list/],
    ['steps.read.output.path.x', /steps\.read\.output\.path is a string/, /\?\? 'text'/],
    ['steps.read.output.none.x', /steps\.read\.output\.none is null/, /default/],
    ['steps.read.output.list[4]', /list is a list of 1 and has no \[4\]/, /default/],
    ['stepz.read', /there is no "stepz" here/, /Did you mean "steps"\?/],
    ['count-1', /there is no "count-1" here/, /subtraction needs spaces/],
  ])('%s', async (expression, message, hint) => {
    await expect(evaluateLate(expression)).rejects.toMatchObject({
      code: 'MISSING_VALUE',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it.each([
    ['stepz.read.output > 1', /there is no "stepz" here\. Did you mean "steps"\?/],
    ['steps.raed.output.size > 1', /steps has no "raed"\. Did you mean "read"\?/],
    ['parse + 1', /steps\["parse-changes"\]/],
  ])('%s, in JavaScript', async (expression, hint) => {
    await expect(evaluateLate(expression)).rejects.toMatchObject({ code: 'EXPR_ERROR', hint: expect.stringMatching(hint) });
  });

  it('an expression too long to look through is refused', async () => {
    await expect(evaluateLate(`1 + ${'1'.repeat(70_000)}`)).rejects.toMatchObject({ code: 'EXPR_SYNTAX' });
  });
});
