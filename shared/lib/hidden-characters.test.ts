import { describe, expect, it } from 'vitest';
import { hasHiddenCharacters } from './hidden-characters.ts';

describe('hidden characters', () => {
  it.each(['rm \u202efdp.', 'a\u2066b', 'a\u200bb', 'a\u200db', '\ufeffa', 'a\rb', '\u001b[2J', '\u009b2J'])('are found: %j', (text) => {
    expect(hasHiddenCharacters(text)).toBe(true);
    // The expression is shared by all who ask, and must not remember where it was.
    expect(hasHiddenCharacters(text)).toBe(true);
  });

  it('are not what joins a picture, an accent, another script, a line or a tab', () => {
    for (const text of ['👩‍💻', '👩🏽‍💻', '❤️‍🔥', 'e\u0301', '日本語 עברית', 'a\n\tb']) expect(hasHiddenCharacters(text), text).toBe(false);
  });
});
