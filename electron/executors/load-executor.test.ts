import { describe, expect, it } from 'vitest';
import { effectOf } from '../../shared/actions/action.ts';
import { type ActionType, actionDefinitions, findAction } from '../../shared/actions/registry.ts';
import { loadExecutor } from './load-executor.ts';
import { makeContext } from './test-context.ts';

const types = Object.keys(actionDefinitions) as ActionType[];

describe.each(types)('%s', (type) => {
  it('has a behaviour that says what a dry run would do', async () => {
    const executor = await loadExecutor(type);
    const definition = findAction(type);
    const sentence = executor.plan(definition?.parameters.parse(definition.example), makeContext());
    expect(sentence).toMatch(/^Would .{3,}/);
  });

  it('can be probed after a crash if its class promises it', async () => {
    const definition = findAction(type);
    if (definition === undefined) throw new Error('not found');
    const effect = effectOf(definition, definition.parameters.parse(definition.example));
    if (effect === 'keyed') expect((await loadExecutor(type)).probe).toBeTypeOf('function');
  });
});

it.each(['plugin.execute', 'no.such.action', '__proto__', 'constructor'])('%s is ACTION_UNAVAILABLE', async (type) => {
  await expect(loadExecutor(type)).rejects.toMatchObject({ code: 'ACTION_UNAVAILABLE' });
});
