import { expect, it } from 'vitest';
import { failAction } from '../../../shared/actions/core/fail.ts';
import { logAction } from '../../../shared/actions/core/log.ts';
import { setAction } from '../../../shared/actions/core/set.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { makeContext } from '../test-context.ts';
import { failExecutor } from './fail.ts';
import { logExecutor } from './log.ts';
import { setExecutor } from './set.ts';

it('log writes texts as they are, other values as JSON, and says the level where it matters', async () => {
  const context = makeContext();
  const log = (given: { message: Json; level?: 'error' }) => logExecutor.run(logAction.parameters.parse(given), context);
  expect(await log({ message: 'in place' })).toEqual({ message: 'in place' });
  expect(await log({ message: { files: 2 }, level: 'error' })).toEqual({ message: '{"files":2}' });
  expect(context.logged.map(({ text }) => text)).toEqual(['in place\n', 'error: {"files":2}\n']);
});

it('EX-7 a message that is missing is refused, null is written', async () => {
  expect(logAction.parameters.safeParse({}).success).toBe(false);
  expect(await logExecutor.run(logAction.parameters.parse({ message: null }), makeContext())).toEqual({ message: 'null' });
});

it('fail ends with the words and the code given, and FAILED without one', async () => {
  const fail = (given: { message: string; code?: string }) => failExecutor.run(failAction.parameters.parse(given), makeContext());
  await expect(fail({ message: 'Nothing was built', code: 'NOT_BUILT' })).rejects.toMatchObject({
    code: 'NOT_BUILT',
    message: 'Nothing was built',
    kind: 'fatal',
  });
  await expect(fail({ message: 'no' })).rejects.toMatchObject({ code: 'FAILED' });
  expect(failAction.parameters.safeParse({ message: 'no', code: 'not a code' }).success).toBe(false);
});

it('set hands the values to the engine and gives them as its output', async () => {
  const handed: unknown[] = [];
  const host = { ...makeContext().host, setVariables: (values: Readonly<Record<string, Json>>) => void handed.push(values) };
  const parameters = setAction.parameters.parse({ variables: { target: 'staging', list: [1, null] } });
  expect(await setExecutor.run(parameters, makeContext({ host }))).toEqual({ variables: { target: 'staging', list: [1, null] } });
  expect(handed).toEqual([{ target: 'staging', list: [1, null] }]);
});

it('set refuses a name that no expression could read', () => {
  expect(setAction.parameters.safeParse({ variables: { 'two words': 1 } }).success).toBe(false);
});
