import { describe, expect, it } from 'vitest';
import { fuzzyScore } from './fuzzy.ts';

const best = (typed: string, texts: readonly string[]) =>
  texts
    .map((text) => ({ text, score: fuzzyScore(typed, text) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

describe('searching the palette', () => {
  it('finds words in any order, and parts of them', () => {
    expect(best('backup run', ['Run Nightly backup', 'Edit Nightly backup', 'Run Release'])).toEqual(['Run Nightly backup']);
    expect(best('night', ['Run Nightly backup', 'Go to Home'])).toEqual(['Run Nightly backup']);
  });

  it('finds letters that are only in order, first those that begin words', () => {
    expect(best('nb', ['Nightly backup', 'Number', 'Release'])).toEqual(['Nightly backup', 'Number']);
    expect(fuzzyScore('xyz', 'Nightly backup')).toBe(0);
  });

  it('puts what begins with it before what only has it inside', () => {
    expect(best('run', ['Prune old files', 'Runs', 'Run Release'])).toEqual(['Runs', 'Run Release', 'Prune old files']);
  });

  it('lets nothing typed fit everything', () => {
    expect(fuzzyScore('  ', 'anything')).toBeGreaterThan(0);
  });
});
