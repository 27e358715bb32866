import { describe, expect, it } from 'vitest';
import { suggestionsFor } from './suggestions.ts';

const texts = (line: string, workflows: readonly string[] = []) => suggestionsFor(line, workflows).map(({ text }) => text);

describe('what a line in a chat can become', () => {
  it('is a command, as far as it is typed', () => {
    expect(texts('/')).toEqual(['/run ', '/status ', '/approve ', '/reject ', '/cancel ', '/help ']);
    expect(texts('/r')).toEqual(['/run ', '/reject ']);
    expect(texts('/run')).toEqual([]);
  });

  it('is a workflow by a part of its name, until inputs begin', () => {
    expect(texts('/run back', ['Nightly backup', 'Release'])).toEqual(['/run Nightly backup ']);
    expect(texts('/run Nightly backup to=a', ['Nightly backup'])).toEqual([]);
    expect(texts('/run Release ', ['Release'])).toEqual([]);
  });

  it('is nothing for a text', () => {
    for (const line of ['', 'hello', '//etc', '/run a\nb']) expect(texts(line, ['a'])).toEqual([]);
  });
});
