import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../shared/workflow/edit/apply-edits.ts';
import type { StepDocument } from '../../../shared/workflow/schema.ts';
import { type AddPlace, addEdits, placeFor } from './add-place.ts';
import { drawText } from './test-drawing.ts';

const start = 'pawl: 1\nname: Test\nsteps:\n';
const chain = `${start}  - { id: a, delay: 1s }
  - { id: b, if: "true" }
  - { id: c, delay: 1s }
  - { id: each, forEach: [1], steps: [] }
`;
const step: StepDocument = { id: 'new', delay: '2s' };

async function placed(text: string, selection: readonly string[], edges: readonly string[] = []): Promise<AddPlace> {
  return placeFor((await drawText(text)).graph, new Set(selection), new Set(edges));
}

describe('where a new step goes', () => {
  it('is the end where nothing is chosen', async () => {
    expect(await placed(chain, [])).toEqual({ type: 'in-list', list: { of: 'workflow' }, isAlone: false });
    expect(await placed(`${start}  []`, [])).toEqual({ type: 'in-list', list: { of: 'workflow' }, isAlone: false });
  });

  it('is between the chosen step and the one that follows', async () => {
    expect(await placed(chain, ['a'])).toEqual({ type: 'on-edge', edge: { from: 'a', to: 'b', on: 'success' } });
  });

  it('is the free way of a chosen if', async () => {
    expect(await placed(`${start}  - { id: b, if: "true" }\n`, ['b'])).toEqual({ type: 'after', from: 'b', on: 'true' });
  });

  it('is inside a chosen box that is empty', async () => {
    expect(await placed(chain, ['each'])).toMatchObject({ type: 'in-list', list: { of: 'loop', step: 'each' } });
  });

  it('is on the chosen edge', async () => {
    expect(await placed(chain, [], ['c>each:success'])).toEqual({ type: 'on-edge', edge: { from: 'c', to: 'each', on: 'success' } });
  });
});

describe('a step that is added', () => {
  it('stands in the text behind the one that it follows', async () => {
    const drawing = await drawText(chain);
    const edits = addEdits(drawing, undefined, step, { type: 'after', from: 'b', on: 'false' });
    const result = applyEdits(chain, edits);
    expect(result.ok && (await drawText(result.text)).graph.edges.map(({ from, to, port }) => `${from} ${port} ${to}`)).toEqual([
      'a success b',
      'b branch:false new',
      'b branch:true c',
      'c success each',
    ]);
    expect(result.ok && result.text.indexOf('id: new')).toBeLessThan(result.ok ? result.text.indexOf('id: c') : 0);
  });

  it('gets room between two that have places, and takes along what follows', async () => {
    const text = `${chain}layout:\n  a: { x: 0, y: 0 }\n  b: { x: 10, y: 100 }\n  c: { x: 20, y: 220 }\n  each: { x: 30, y: 330 }\n`;
    const drawing = await drawText(text);
    const layout = { a: { x: 0, y: 0 }, b: { x: 10, y: 100 }, c: { x: 20, y: 220 }, each: { x: 30, y: 330 } };
    const result = applyEdits(text, addEdits(drawing, layout, step, { type: 'on-edge', edge: { from: 'a', to: 'b', on: 'success' } }));
    const { nodes } = (await drawText(result.ok ? result.text : '')).layout;
    expect(nodes.get('a')).toMatchObject({ x: 0, y: 0 });
    const bottom = (nodes.get('new')?.y ?? 0) + (nodes.get('new')?.height ?? 0);
    expect(nodes.get('new')?.y).toBeGreaterThan(56);
    expect(nodes.get('b')?.y).toBeGreaterThan(bottom);
    expect((nodes.get('each')?.y ?? 0) - (nodes.get('b')?.y ?? 0)).toBe(230);
  });

  it('that a person has put somewhere leaves the others where they are', async () => {
    const drawing = await drawText(chain);
    const place: AddPlace = { type: 'in-list', list: { of: 'workflow' }, isAlone: true, position: { x: 700, y: 40 } };
    const result = applyEdits(chain, addEdits(drawing, undefined, step, place));
    const after = await drawText(result.ok ? result.text : '');
    expect(after.layout.nodes.get('new')).toMatchObject({ x: 700, y: 40 });
    for (const id of ['a', 'b', 'c', 'each'])
      expect(after.layout.nodes.get(id)).toMatchObject({ x: drawing.layout.nodes.get(id)?.x, y: drawing.layout.nodes.get(id)?.y });
  });
});
