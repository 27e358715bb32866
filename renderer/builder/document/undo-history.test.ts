import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noHistory, readHistory, record, redo, type UndoHistory, undo, writeHistory } from './undo-history.ts';

function write(history: UndoHistory, from: string, to: string, isContinued = false): UndoHistory {
  return record(history, { label: 'Edit', from, to, before: [], after: [], isContinued });
}

describe('the history', () => {
  it('goes back through any texts and forth again, also after it was written down', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 30 }), (texts) => {
        let history = noHistory;
        let text = '';
        const seen = [''];
        for (const next of texts) {
          history = write(history, text, next);
          if (next !== text) seen.push(next);
          text = next;
        }
        history = readHistory(writeHistory(history), text);
        for (const expected of seen.slice(0, -1).reverse()) {
          const back = undo(history, text);
          expect(back?.text).toBe(expected);
          ({ history, text } = back ?? { history, text });
        }
        expect(undo(history, text)).toBeUndefined();
        history = readHistory(writeHistory(history), text);
        for (const expected of seen.slice(1)) {
          const forth = redo(history, text);
          expect(forth?.text).toBe(expected);
          ({ history, text } = forth ?? { history, text });
        }
      }),
    );
  });

  it('takes back what was typed in one go at once', () => {
    let history = write(noHistory, 'a', 'ab');
    history = write(history, 'ab', 'abc', true);
    expect(undo(history, 'abc')?.text).toBe('a');
    expect(write(history, 'abc', 'a', true).past).toEqual([]);
  });

  it('that does not belong to the text is none', () => {
    const history = write(noHistory, 'one', 'one two');
    expect(readHistory(writeHistory(history), 'three')).toEqual(noHistory);
    expect(readHistory('{"past": 3}', 'x')).toEqual(noHistory);
    expect(readHistory('no JSON', 'x')).toEqual(noHistory);
  });

  it('forgets the oldest steps before it grows too large', () => {
    let history = noHistory;
    let text = '';
    for (let number = 0; number < 300; number++) {
      const next = `${number} ${'x'.repeat(5000)}`;
      history = write(history, text, next);
      text = next;
    }
    expect(writeHistory(history).length).toBeLessThan(600_000);
    expect(undo(history, text)?.text).toContain('298 ');
  });
});
