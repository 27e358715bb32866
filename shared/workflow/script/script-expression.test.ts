import { describe, expect, it } from 'vitest';
import { endOfExpression, fitsInLine, fromBasic } from './script-expression.ts';

describe('the operators of BASIC', () => {
  it.each([
    ['a = 1', 'a == 1'],
    ['a <> "x" AND b >= 2', 'a != "x" && b >= 2'],
    ['NOT done', '!(done)'],
    ['NOT a = 1 OR b', '!(a == 1) || b'],
    ['f(NOT a, b)', 'f(!(a), b)'],
    ['NOT NOT a', '!(!(a))'],
    ['x = TRUE', 'x == true'],
  ])('%s means %s', (basic, javascript) => {
    expect(fromBasic(basic)).toBe(javascript);
  });

  it.each([
    'a == 1',
    'a === b && c !== d',
    'a <= 1 || b => 2',
    "x != 'AND'",
    'items.filter((x) => x.a = 1)',
    'order.AND',
    'a ? b : c',
    '!a',
  ])('%s is JavaScript already', (javascript) => {
    expect(fromBasic(javascript)).toBe(javascript);
  });
});

describe('the end of an expression', () => {
  it.each([
    ["a > 1 THEN ' why", 'a > 1'],
    ["a == ' THEN ' THEN", "a == ' THEN '"],
    ['a == "THEN" THEN STEP', 'a == "THEN"'],
    ['a > 1\nTHEN', 'a > 1'],
    ['isTHEN(a) THEN', 'isTHEN(a)'],
  ])('%j', (line, expression) => {
    expect(line.slice(0, endOfExpression(line, 0, 'THEN'))).toBe(expression);
  });

  it('a quote that is not closed begins a comment', () => {
    expect('rows ; all of them'.slice(0, endOfExpression("rows ' all of them", 0, 'line'))).toBe('rows');
    expect(fitsInLine("it's", 'line')).toBe(false);
    expect(fitsInLine("a == 'x'", 'line')).toBe(true);
    expect(fitsInLine('a\n+ b', 'line')).toBe(false);
  });
});
