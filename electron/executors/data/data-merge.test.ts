import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dataMerge } from '../../../shared/actions/data/data-merge.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { makeContext } from '../test-context.ts';
import { dataMergeExecutor } from './data-merge.ts';

const context = makeContext();

async function merge(given: z.input<typeof dataMerge.parameters>): Promise<Json> {
  return (await dataMergeExecutor.run(dataMerge.parameters.parse(given), context)).data;
}

describe('objects', () => {
  it('deep merges objects in objects; the later wins and the inputs stay as they were', async () => {
    const first = { port: 80, tls: { on: false, ciphers: ['a'] } };
    const before = structuredClone(first);
    expect(await merge({ inputs: [first, { tls: { on: true, ciphers: ['b'] } }] })).toEqual({
      port: 80,
      tls: { on: true, ciphers: ['b'] },
    });
    expect(first).toEqual(before);
  });

  it('lists: concat puts lists in objects one after the other', async () => {
    expect(await merge({ inputs: [{ a: { l: [1] } }, { a: { l: [2] } }], lists: 'concat' })).toEqual({ a: { l: [1, 2] } });
  });

  it('shallow replaces whole values', async () => {
    expect(await merge({ inputs: [{ a: { x: 1 }, b: 1 }, { a: { y: 2 } }], mode: 'shallow' })).toEqual({ a: { y: 2 }, b: 1 });
  });

  it('EX-5 hostile keys are kept as data and change no prototype', async () => {
    const key = fc.constantFrom('__proto__', 'constructor', 'prototype', 'a');
    const nested = fc.letrec<{ object: Json }>((tie) => ({
      object: fc
        .array(fc.tuple(key, fc.oneof({ depthSize: 'small' }, fc.constant('polluted'), tie('object'))), { minLength: 1, maxLength: 3 })
        .map((entries): Json => Object.fromEntries(entries)),
    })).object;
    await fc.assert(
      fc.asyncProperty(nested, nested, fc.constantFrom('deep' as const, 'shallow' as const), async (left, right, mode) => {
        const merged = await merge({ inputs: [left, right], mode });
        expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
        expect(Object.keys(merged as object).toSorted()).toEqual(
          [...new Set([...Object.keys(left as object), ...Object.keys(right as object)])].toSorted(),
        );
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
      }),
    );
  });

  it('objects nested without sense are refused instead of overflowing the stack', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
    await expect(merge({ inputs: [deep, deep], mode: 'deep' })).rejects.toMatchObject({ code: 'TOO_DEEP' });
  });
});

describe('lists', () => {
  it('are put one after the other, and lists in them stay lists', async () => {
    expect(await merge({ inputs: [[1, [2]], [], ['3']] })).toEqual([1, [2], '3']);
  });

  it('a value of the wrong type is named', async () => {
    await expect(merge({ inputs: [[1], { a: 1 }], mode: 'concat' })).rejects.toMatchObject({
      code: 'WRONG_TYPE',
      message: expect.stringContaining('value 2'),
    });
  });
});

describe('join', () => {
  const people = [{ id: 1, name: 'ada' }, { id: 2, name: 'grace' }, { name: 'nobody' }];
  const posts = [{ id: 1, post: 'a' }, { id: 1, post: 'b' }, { id: 3, post: 'c' }, { post: 'd' }];
  const both = [
    { id: 1, name: 'ada', post: 'a' },
    { id: 1, name: 'ada', post: 'b' },
  ];

  it.each([
    ['inner', both],
    ['left', [...both, people[1], people[2]]],
    ['full', [...both, people[1], people[2], posts[2], posts[3]]],
  ] as const)('%s keeps what it should', async (join, expected) => {
    expect(await merge({ inputs: [people, posts], mode: 'join', key: 'id', join })).toEqual(expected);
  });

  it('keys are compared by value and type: 1 is not "1", {a:1,b:2} is {b:2,a:1}', async () => {
    const key = 'k';
    expect(await merge({ inputs: [[{ k: 1, x: 1 }], [{ k: '1', y: 1 }]], mode: 'join', key, join: 'inner' })).toEqual([]);
    const left = [{ k: { a: 1, b: 2 } }];
    expect(await merge({ inputs: [left, [{ k: { b: 2, a: 1 }, y: 1 }]], mode: 'join', key, join: 'inner' })).toHaveLength(1);
  });

  it('EN-8 a join that explodes is stopped', async () => {
    const same = Array.from({ length: 2000 }, (_, index) => ({ k: 'same', index }));
    await expect(merge({ inputs: [same, same], mode: 'join', key: 'k' })).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE' });
  });
});
