import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editYaml, type YamlEdit } from './yaml-edit.ts';

function edited(text: string, ...edits: YamlEdit[]): string {
  const result = editYaml(text, edits);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

const text = `# What it is for
name:   x     # the name


steps:   # in order
  - {id: a,   action: log}
  # the second
  - id: b
    with:
      path: 'a.txt'    # quoted
      note: |
        one

        two
`;

describe('editYaml', () => {
  it('changes one value and not one other character', () => {
    expect(edited(text, { type: 'set', path: ['steps', 1, 'with', 'path'], value: 'b.txt' })).toBe(
      text.replace("'a.txt'    # quoted", "'b.txt' # quoted"),
    );
  });

  it('deletes a value with its own line only', () => {
    expect(edited(text, { type: 'delete', path: ['steps', 1, 'id'] })).toBe(text.replace('  - id: b\n    with:', '  - with:'));
  });

  it('makes the parents of a new value', () => {
    const result = edited(text, { type: 'set', path: ['settings', 'retry', 'maxRetries'], value: 2 });
    expect(result).toBe(`${text}settings:\n  retry:\n    maxRetries: 2\n`);
  });

  it('appends to a list', () => {
    const result = edited(text, { type: 'set', path: ['steps', 2], value: { id: 'c', needs: ['a'] } });
    expect(parse(result).steps[2]).toEqual({ id: 'c', needs: ['a'] });
    expect(result.startsWith(text)).toBe(true);
  });

  it('keeps the comment beside a value that becomes a map, and beside a map that becomes a value', () => {
    const deeper = edited('a: 1 # why\n', { type: 'set', path: ['a'], value: { b: 2 } });
    expect(deeper).toContain('# why');
    expect(parse(deeper)).toEqual({ a: { b: 2 } });
    expect(edited('a: [1] # why\n', { type: 'set', path: ['a'], value: 2 })).toBe('a: 2 # why\n');
  });

  it('leaves a text alone when there is nothing to change', () => {
    expect(edited(text, { type: 'delete', path: ['nowhere', 3] })).toBe(text);
    expect(edited(text, { type: 'set', path: ['steps', 0, 'id'], value: 'a' })).toBe(text);
    expect(edited(text)).toBe(text);
  });

  it('keeps Windows line ends', () => {
    const windows = text.replaceAll('\n', '\r\n');
    const result = edited(windows, { type: 'set', path: ['steps', 1, 'id'], value: 'z' });
    expect(result).toBe(windows.replace('id: b', 'id: z'));
  });

  it('gives valid YAML with its comments where the library must lay the text out anew', () => {
    const folded = 'a: [1,\n  2, # two\n  3]\nb: 1 # one\n';
    const result = edited(folded, { type: 'set', path: ['b'], value: 5 });
    expect(parse(result)).toEqual({ a: [1, 2, 3], b: 5 });
    expect(result).toContain('# two');
    expect(result).toContain('# one');
  });

  it('keeps JSON as JSON, with its indentation', () => {
    expect(edited('{\n    "a": 1\n}\n', { type: 'set', path: ['b', 0], value: 'x' })).toBe(
      '{\n    "a": 1,\n    "b": [\n        "x"\n    ]\n}\n',
    );
    expect(edited('{"a":1,"b":2}', { type: 'delete', path: ['a'] })).toBe('{"b":2}');
  });

  it('refuses what an alias would carry to other places', () => {
    const result = editYaml('a: &x { k: 1 }\nb: *x\n', [{ type: 'set', path: ['b', 'k'], value: 2 }]);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'BEHIND_ALIAS', path: 'b', line: 2, column: 4 }] });
  });

  it('refuses a path through a plain value, and a text that does not parse', () => {
    expect(editYaml('a: 1\n', [{ type: 'set', path: ['a', 'b'], value: 2 }])).toMatchObject({
      ok: false,
      problems: [{ code: 'WRONG_TYPE' }],
    });
    expect(editYaml('a: [', [{ type: 'set', path: ['a'], value: 2 }])).toMatchObject({ ok: false, problems: [{ code: 'YAML_SYNTAX' }] });
  });

  it('EX-5 a path can never reach a prototype', () => {
    const hostile = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'a', 0);
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), fc.constantFrom('{}', 'a: 1\n', '{"a": {}}'), (path, start) => {
        editYaml(start, [{ type: 'set', path, value: 'polluted' }]);
        expect(Object.values(Object.prototype)).toEqual([]);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
        expect(Object.prototype.toString.call([])).toBe('[object Array]');
      }),
    );
  });

  it('whatever is set, every comment stays and only the value at the path changes', () => {
    const key = fc.constantFrom('alpha', 'beta', 'gamma');
    const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z #:'"{}-]{0,12}$/));
    fc.assert(
      fc.property(
        fc.dictionary(key, scalar, { minKeys: 1 }),
        key,
        fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
        (map, target, value) => {
          const lines = Object.entries(map).map(
            ([name, each]) => `  # about ${name}\n  ${name}: ${JSON.stringify(each)}   # beside ${name}`,
          );
          const before = `# head\nouter:\n${lines.join('\n')}\nlast: 1 # end\n`;
          const result = edited(before, { type: 'set', path: ['outer', target], value });
          expect(parse(result)).toEqual({ outer: { ...map, [target]: value }, last: 1 });
          for (const comment of before.match(/# (?:head|end|about \w+|beside \w+)/g) ?? []) expect(result).toContain(comment);
        },
      ),
    );
  });
});
