import { describe, expect, it } from 'vitest';
import { parseDeepLink } from './deep-link.ts';

describe('a link', () => {
  it('asks for a run with its inputs', () => {
    expect(parseDeepLink('pawl://run/Tidy%20downloads?folder=%2Ftmp&dry=1')).toEqual({
      kind: 'run',
      workflow: 'Tidy downloads',
      inputs: { folder: '/tmp', dry: '1' },
      from: 'link',
    });
    expect(parseDeepLink('pawl://run/backup')).toEqual({ kind: 'run', workflow: 'backup', inputs: {}, from: 'link' });
  });

  it('asks to see a run', () => {
    expect(parseDeepLink('pawl://open/abc123defg')).toEqual({ kind: 'open', run: 'abc123defg' });
  });

  it.each([
    'pawl:',
    'pawl://',
    'pawl://run',
    'pawl://run/',
    'pawl://delete/backup',
    'pawl://open/',
    'pawl://open/abc123defg?x=1',
    'pawl://open/../etc',
    'pawl://open/a%20b',
    'https://run/backup',
    'javascript:alert(1)',
    'pawl://user@run/backup',
    'pawl://run:80/backup',
    'pawl://run/backup#x',
    'pawl://run/%00',
    'pawl://run/%E0%A4%A',
    'pawl://run/innocent%E2%80%AEtxt',
    'pawl://run/backup?a=1&a=2',
    'pawl://run/backup?__proto__%5Bx%5D=1',
    'pawl://run/backup?a=%1B%5B2J',
    `pawl://run/${'x'.repeat(5000)}`,
    `pawl://run/backup?${Array.from({ length: 51 }, (_, index) => `a${index}=1`).join('&')}`,
  ])('that Pawl does not know asks for nothing: %s', (link) => {
    expect(parseDeepLink(link)).toBeUndefined();
  });
});
