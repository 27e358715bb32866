// biome-ignore-all lint/suspicious/noTemplateCurlyInString: JavaScript templates inside strings are what is tested.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate, templateIsExpression } from './template.ts';

const expressions = (text: string) => parseTemplate(text).parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]));

describe('parseTemplate', () => {
  it('cuts a text into what stands as it is and what is evaluated, with its place', () => {
    expect(parseTemplate('a {{ b.c }} d {{e}}')).toEqual({
      parts: ['a ', { expression: 'b.c', offset: 5 }, ' d ', { expression: 'e', offset: 16 }],
    });
  });

  it.each([
    ['{{ {a: {b: 1}} }}', '{a: {b: 1}}'],
    ['{{ {a: {b: 1}}}}', '{a: {b: 1}}'],
    ['{{ \'}}\' + "}}" }}', '\'}}\' + "}}"'],
    ['{{ `}} ${ {a: "}}"}.a }}` }}', '`}} ${ {a: "}}"}.a }}`'],
    ['{{ `a}}${b}}}${c}` }}', '`a}}${b}}}${c}`'],
    ['{{ /}}/.test(a) }}', '/}}/.test(a)'],
    ['{{ a /* }} */ }}', 'a /* }} */'],
    ['{{ a / b }}', 'a / b'],
    ['{{ (() => { return { a } })() }}', '(() => { return { a } })()'],
  ])('%s ends at the braces that close it', (text, expression) => {
    expect(expressions(text)).toEqual([expression]);
  });

  it('\\{{ is a literal {{', () => {
    expect(parseTemplate('\\{{ .Names }} {{ a }}').parts[0]).toBe('{{ .Names }} ');
  });

  it.each([
    ['x {{ a', /not closed/, 2],
    ['{{ }}', /empty/, 0],
    ["{{ it's }}", /string/, 0],
    ['{{ `a }}', /template/, 0],
    ['{{ a /* }}', /comment/, 0],
  ])('%s has a problem, at its place', (text, message, offset) => {
    expect(parseTemplate(text).problem).toEqual({ message: expect.stringMatching(message), offset });
  });

  it('leaves every text without a placeholder as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('{{')),
        (text) => {
          expect(parseTemplate(text)).toEqual({ parts: [text] });
        },
      ),
    );
  });

  it('answers for every text, whatever it holds', () => {
    const piece = fc.constantFrom('{{', '}}', '{', '}', '`', '${', '"', "'", '/', '\\', '//', '/*', '*/', '\n', 'a', '(', ')', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { parts, problem } = parseTemplate(pieces.join(''));
        expect(problem === undefined || problem.offset >= 0).toBe(true);
        expect(parts.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('templateIsExpression', () => {
  it('is true for one placeholder and nothing else', () => {
    expect(templateIsExpression('{{ a }}')).toBe(true);
    expect(templateIsExpression(' {{ a }}')).toBe(false);
    expect(templateIsExpression('{{ a }}{{ b }}')).toBe(false);
    expect(templateIsExpression('a')).toBe(false);
    expect(templateIsExpression('{{ a')).toBe(false);
  });
});
