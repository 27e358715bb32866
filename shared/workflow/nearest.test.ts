import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['readfile', ['write_file', 'read_file'], 'read_file'],
    ['actoin', ['action', 'if'], 'action'],
    ['FOREACH', ['forEach'], 'forEach'],
    ['a', ['b'], 'b'],
    ['a', ['bc'], undefined],
    ['path', ['content', 'encoding'], undefined],
    ['x', [], undefined],
    ['x'.repeat(100), ['x'.repeat(99)], undefined],
  ])('%s among %j', (word, candidates, found) => {
    expect(nearest(word, candidates)).toBe(found);
  });

  it('looks at no more candidates than people could mean', () => {
    const many = [...Array.from({ length: 1000 }, (_, index) => `other-step-${index}`), 'red'];
    expect(nearest('read', many)).toBeUndefined();
  });

  it('asks only when there is something to ask', () => {
    expect(didYouMean('reed', ['read'])).toBe('; did you mean `read`?');
    expect(didYouMean('reed', ['write'])).toBe('');
  });
});
