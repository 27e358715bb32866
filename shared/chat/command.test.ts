import { describe, expect, it } from 'vitest';
import { parseChat } from './command.ts';

describe('what is typed into a chat', () => {
  it('is a text unless it begins with one slash', () => {
    expect(parseChat('  How are you? ')).toEqual({ kind: 'text', text: 'How are you?' });
    expect(parseChat('//etc is a folder')).toEqual({ kind: 'text', text: '/etc is a folder' });
  });

  it('starts a workflow by its name, with blanks and inputs', () => {
    expect(parseChat('/run Nightly backup')).toEqual({ kind: 'run', workflow: 'Nightly backup', inputs: {} });
    expect(parseChat('/run "Nightly backup" to="my disk" keep=3 note=a=b')).toEqual({
      kind: 'run',
      workflow: 'Nightly backup',
      inputs: { to: 'my disk', keep: '3', note: 'a=b' },
    });
    expect(parseChat("/RUN deploy why='it''s time'")).toMatchObject({ inputs: { why: 'its time' } });
  });

  it('says what is wrong with a command', () => {
    expect(parseChat('/run')).toMatchObject({ kind: 'problem', message: expect.stringContaining('Which workflow') });
    expect(parseChat('/run x a=1 loose')).toMatchObject({ kind: 'problem', message: expect.stringContaining('"loose" is no input') });
    expect(parseChat('/staus')).toMatchObject({ kind: 'problem', message: expect.stringContaining('status') });
  });

  it('answers a question by its id or without one, with a comment', () => {
    expect(parseChat('/approve')).toEqual({ kind: 'answer', decision: 'approve', item: undefined, comment: '' });
    expect(parseChat('/approve k3x9q2m7ab fine by me')).toEqual({
      kind: 'answer',
      decision: 'approve',
      item: 'k3x9q2m7ab',
      comment: 'fine by me',
    });
    expect(parseChat('/reject too early')).toEqual({ kind: 'answer', decision: 'reject', item: undefined, comment: 'too early' });
  });

  it('names a run or none', () => {
    expect(parseChat('/cancel')).toEqual({ kind: 'cancel', run: undefined });
    expect(parseChat('/status abc')).toEqual({ kind: 'status', run: 'abc' });
    expect(parseChat('/')).toEqual({ kind: 'help' });
  });
});
