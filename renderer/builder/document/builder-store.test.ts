import { describe, expect, it } from 'vitest';
import { type Analyser, createAnalyser } from './analyser.ts';
import { analyseText } from './analysis.ts';
import { createBuilderStore } from './builder-store.ts';

const text = 'name: W\nsteps:\n  - { id: a, delay: 1s }\n  - { id: b, delay: 1s }\n';
const inPage = (): Analyser =>
  createAnalyser(() => {
    throw new Error('no worker for so small a text');
  });

function open(start = text, analyser = inPage()) {
  let at = 0;
  const store = createBuilderStore({ text: start, analyser, now: () => at });
  return { store, get: store.getState, wait: (ms: number) => (at += ms) };
}

describe('the document of the builder', () => {
  it('follows the text, and stays as it was while the text cannot be drawn', () => {
    const { get } = open();
    get().setText(`${text}  - [`);
    expect(get().isBehind).toBe(true);
    expect(get().document?.steps).toHaveLength(2);
    expect(get().problems).not.toEqual([]);
    get().setText(`${text}  - { id: c, delay: soon }\n`);
    expect(get().isBehind).toBe(false);
    expect(get().document?.steps.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(get().problems).toMatchObject([{ stepId: 'c', line: 5 }]);
  });

  it('two steps of one id cannot be drawn: nobody could tell which is meant', () => {
    const { get } = open();
    get().setText(`${text}  - { id: a, delay: 1s }\n`);
    expect(get().isBehind).toBe(true);
    expect(get().problems.map(({ code }) => code)).toContain('DUPLICATE_ID');
  });

  it('undoes twenty edits of any kind, one by one', () => {
    const { get, wait } = open();
    const texts = [get().text];
    for (let number = 0; number < 10; number++) {
      get().apply([{ type: 'add-step', step: { id: `s${number}`, delay: '1s' }, list: { of: 'workflow' } }], `Add s${number}`);
      texts.push(get().text);
      wait(5000);
      get().setText(`# ${number}\n${get().text}`);
      texts.push(get().text);
    }
    expect(get().undoLabel).toBe('Typing');
    for (const expected of texts.slice(0, -1).reverse()) {
      get().undo();
      expect(get().text).toBe(expected);
    }
    expect(get().canUndo).toBe(false);
    for (const expected of texts.slice(1)) {
      get().redo();
      expect(get().text).toBe(expected);
    }
  });

  it('takes letters that follow each other back together, in the text and in a form', () => {
    const { get, wait } = open();
    for (const typed of ['n', 'no', 'not'])
      get().apply([{ type: 'set-in-step', step: 'a', path: ['notes'], value: typed }], 'Change notes');
    wait(5000);
    get().apply([{ type: 'set-in-step', step: 'a', path: ['notes'], value: 'note' }], 'Change notes');
    get().undo();
    expect(get().text).toContain('notes: not ');
    get().undo();
    expect(get().text).toBe(text);
  });

  it('does all edits of a call or none, and says why', () => {
    const { get } = open();
    const result = get().apply(
      [
        { type: 'rename-step', step: 'a', to: 'z' },
        { type: 'rename-step', step: 'b', to: 'z' },
      ],
      'Rename',
    );
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'DUPLICATE_ID' }] });
    expect(get()).toMatchObject({ text, canUndo: false });
    expect(get().apply([{ type: 'rename-step', step: 'b', to: 'z' }], 'Rename').ok).toBe(true);
  });

  it('keeps what is chosen through a rename, and lets go of what is not there any more', () => {
    const { get } = open();
    get().select(['a', 'b']);
    get().apply([{ type: 'rename-step', step: 'a', to: 'first' }], 'Rename');
    expect([...get().selection]).toEqual(['first', 'b']);
    get().apply([{ type: 'remove-steps', steps: ['b'], keepWire: true }], 'Remove');
    expect([...get().selection]).toEqual(['first']);
    get().undo();
    expect([...get().selection]).toEqual(['first', 'b']);
  });

  it('reads a long text beside the page: only the newest text counts', () => {
    const asked: string[] = [];
    let answer: (data: unknown) => void = () => undefined;
    const worker = {
      postMessage: (sent: string) => asked.push(sent),
      addEventListener: (type: string, listener: (event: { data: unknown }) => void) => {
        if (type === 'message') answer = (data) => listener({ data });
      },
      terminate: () => undefined,
    };
    const long = `${text}# ${'x'.repeat(20_000)}\n`;
    const { get } = open(
      long,
      createAnalyser(() => worker as unknown as Worker),
    );
    get().setText(long.replace('id: a', 'id: one'));
    get().setText(long.replace('id: a', 'id: two'));
    get().setText(long.replace('id: a', 'id: three'));
    expect(asked).toHaveLength(1);
    answer(analyseText(asked[0] ?? ''));
    expect(get().document?.steps[0]?.id).toBe('a');
    answer(analyseText(asked[1] ?? ''));
    expect(get().document?.steps[0]?.id).toBe('three');
  });
});
