import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import { formatPath } from '../../shared/workflow/expression/path.ts';
import { createEvaluate } from './evaluate.ts';
import type { Scope } from './lookup.ts';
import { createRenderer } from './render.ts';
import { createSandbox } from './sandbox.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.close());
const { render, evaluate } = createRenderer({ evaluate: createEvaluate(sandbox) });

const scope: Scope = {
  trigger: { filePath: '/tmp/a b.txt', count: 3, gone: null },
  steps: { read: { output: { size: 12, content: 'text', list: [1, { a: 2 }] } } },
  'parse-changes': { functions: ['f', 'g'] },
};

describe('render', () => {
  it('keeps the type of a value that is exactly one placeholder', () => {
    expect(render('{{ trigger.count }}', scope)).toBe(3);
    expect(render('{{ steps.read.output.list }}', scope)).toEqual([1, { a: 2 }]);
    expect(render('{{ trigger.gone }}', scope)).toBeNull();
    expect(render('{{ parse-changes.functions[1] }}', scope)).toBe('g');
  });

  it('puts strings into text as they are and other values as JSON', () => {
    expect(render('{{ trigger.filePath }}: {{ steps.read.output.list }} {{ trigger.gone }}', scope)).toBe('/tmp/a b.txt: [1,{"a":2}] null');
  });

  it('fills in lists and objects at any depth, and leaves keys alone', () => {
    expect(render({ '{{ trigger.count }}': [{ a: '{{ trigger.count }}' }, 1, null, true] }, scope)).toEqual({
      '{{ trigger.count }}': [{ a: 3 }, 1, null, true],
    });
  });

  it('gives the default where a path leads to nothing or to null', () => {
    expect(render("{{ trigger.nope ?? 'x' }}", scope)).toBe('x');
    expect(render('{{ nope.at.all ?? {"a": 1} }}', scope)).toEqual({ a: 1 });
    expect(render('{{ trigger.gone ?? 0 }}', scope)).toBe(0);
  });

  it('answers at once, without a promise, when only paths are named', () => {
    expect(render({ a: ['{{ trigger.count }}', 'x {{ trigger.filePath }}'] }, scope)).not.toBeInstanceOf(Promise);
  });

  it('runs JavaScript for what is no path', async () => {
    expect(await render(['{{ trigger.count * 2 }}', 'n={{ steps.read.output.list.length + 1 }}'], scope)).toEqual([6, 'n=3']);
  });

  it('refuses a broken placeholder and says where', () => {
    expect(() => render('a {{ b', scope)).toThrow(
      expect.objectContaining({ code: 'EXPR_SYNTAX', message: expect.stringContaining('{{ b') }),
    );
  });

  it('an error after a running evaluation is the only one that is thrown', async () => {
    await expect(render(['{{ nope() }}', '{{ trigger.nope }}'], scope)).rejects.toMatchObject({
      code: expect.stringMatching(/MISSING_VALUE|EXPR_ERROR/),
    });
  });

  it('leaves every value without a placeholder as it is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes('{{')),
        (value) => {
          expect(render(value, {})).toEqual(value);
        },
      ),
    );
  });
});

describe('EX-5 no key reaches a prototype', () => {
  const hostileKey = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'length', '0'),
    fc.string(),
  );
  const hostileJson = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(hostileKey, tie('value')), { maxLength: 4 }).map((entries): Json => Object.fromEntries(entries)),
    ),
  })).value;
  const pathsOf = (value: Json, at: (string | number)[]): { path: (string | number)[]; value: Json }[] => {
    if (typeof value !== 'object' || value === null) return [{ path: at, value }];
    const entries = Array.isArray(value) ? value.map((item, index): [number, Json] => [index, item]) : Object.entries(value);
    return [{ path: at, value }, ...entries.flatMap(([key, member]) => pathsOf(member, [...at, key]))];
  };

  it('a path to any value inside hostile JSON gives exactly that value', () => {
    fc.assert(
      fc.property(hostileJson, (root) => {
        for (const { path, value } of pathsOf(root, ['root'])) expect(render(`{{ ${formatPath(path)} }}`, { root })).toEqual(value);
      }),
    );
  });

  it('rendering hostile keys keeps them as data and leaves Object.prototype unchanged', () => {
    const before = Reflect.ownKeys(Object.prototype);
    fc.assert(
      fc.property(
        hostileJson.filter((value) => !JSON.stringify(value).includes('{{')),
        (value) => {
          expect(JSON.stringify(render(value, {}))).toBe(JSON.stringify(value));
          expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
        },
      ),
    );
  });

  it('JavaScript over hostile JSON sees it as it is', async () => {
    await fc.assert(
      fc.asyncProperty(hostileJson, async (root) => {
        const code = 'JSON.stringify(root)';
        expect(await evaluate(code, { root })).toBe(JSON.stringify(root));
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    'root.__proto__',
    'root.constructor',
    'root.constructor.prototype',
    'root.toString',
    'list.map',
    'text.constructor',
    '__proto__.x',
    'constructor',
  ])('%s leads nowhere', (path) => {
    expect(() => render(`{{ ${path} }}`, { root: {}, list: [], text: 'x' })).toThrow(expect.objectContaining({ code: 'MISSING_VALUE' }));
  });

  it('a path written by JavaScript cannot change the run either', async () => {
    const root = JSON.parse('{"a": {"b": 1}, "__proto__": {"polluted": true}}');
    expect(await evaluate('(root.__proto__.polluted = 1, root.a.b = 2, Object.prototype.x = 1, root.a.b)', { root })).toBe(2);
    expect(root.a.b).toBe(1);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('EX-6 what a value holds is never rendered again', () => {
  const hostile: Scope = {
    secrets: { x: 's3cret' },
    file: { content: '{{ secrets.x }}', list: ['{{ secrets.x }}'], 'k {{ secrets.x }}': 1 },
  };

  it('by a path', () => {
    expect(render('{{ file.content }}', hostile)).toBe('{{ secrets.x }}');
    expect(render('a {{ file.content }} {{ file.list }}', hostile)).toBe('a {{ secrets.x }} ["{{ secrets.x }}"]');
    expect(render({ a: ['{{ file.list }}'] }, hostile)).toEqual({ a: [['{{ secrets.x }}']] });
  });

  it('by JavaScript', async () => {
    expect(await render('{{ file.content.trim() }}', hostile)).toBe('{{ secrets.x }}');
    expect(await render("x {{ '{' + '{ secrets.x }}' }}", hostile)).toBe('x {{ secrets.x }}');
  });

  it('nor does an expression see a secret that it does not name', async () => {
    expect(
      await evaluate('[typeof secrets, Object.keys(globalThis).includes("secrets"), typeof file]', { secrets: { x: 1 }, file: 1 }),
    ).toEqual(['object', true, 'number']);
    expect(await evaluate('Object.keys(globalThis).includes("secr" + "ets")', hostile)).toBe(false);
  });
});

describe('EX-7 a hole never becomes an empty text', () => {
  it.each(['{{ trigger.nope }}', 'rm {{ trigger.nope }}/x', '{{ nope }}', '{{ steps.read.output.list[9] }}', '{{ trigger.gone.x }}'])(
    '%s is MISSING_VALUE',
    (text) => {
      expect(() => render(text, scope)).toThrow(expect.objectContaining({ code: 'MISSING_VALUE' }));
    },
  );

  it('undefined from JavaScript is MISSING_VALUE too', async () => {
    await expect(render('a/{{ trigger["no" + "pe"] }}', scope)).rejects.toMatchObject({ code: 'MISSING_VALUE' });
    await expect(render('{{ void 0 }}', scope)).rejects.toMatchObject({ code: 'MISSING_VALUE' });
  });

  it('a property that is there without a value counts as missing', () => {
    expect(() => render('{{ a }}', { a: undefined })).toThrow(expect.objectContaining({ code: 'MISSING_VALUE' }));
  });

  it('NaN in a condition is null, which is neither true nor a number', async () => {
    expect(await evaluate('0 / 0', {})).toBeNull();
  });

  it.each([[() => 1], [Symbol('x')], [10n], [undefined]])('%s is refused as a value', (value) => {
    expect(() => render({ a: [value] }, {})).toThrow(expect.objectContaining({ code: 'EXPR_TYPE' }));
  });

  it('a value nested deeper than anybody writes is refused', () => {
    let value: unknown = 'x';
    for (let depth = 0; depth < 20_000; depth++) value = [value];
    expect(() => render(value, {})).toThrow(expect.objectContaining({ code: 'EXPR_TYPE' }));
  });
});
