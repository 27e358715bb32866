import { describe, expect, it } from 'vitest';
import type { CanvasGraph, CanvasNode } from './canvas-graph.ts';
import { graphOf } from './graph-of.ts';
import { branching, documentOf, nested } from './test-document.ts';

describe('the graph of a document', () => {
  it('draws the step above as an edge like any written one, from the true way of an if', () => {
    const { edges } = graphOf(documentOf(branching));
    expect(edges.map(({ from, to, port, kind }) => [from, to, port, kind])).toEqual([
      ['read', 'matters', 'success', 'success'],
      ['matters', 'yes', 'branch:true', 'branch'],
      ['matters', 'no', 'branch:false', 'branch'],
      ['read', 'rescue', 'failure', 'failure'],
      ['yes', 'last', 'success', 'success'],
      ['no', 'last', 'success', 'success'],
    ]);
    expect(edges.find(({ to }) => to === 'rescue')?.label).toBe('no file');
  });

  it('says what a step does, and where edges leave it', () => {
    const graph = graphOf(documentOf(branching));
    const read = nodeOf(graph, 'read');
    expect(read).toMatchObject({ type: 'step', title: 'Read the file', summary: 'a.txt', typeName: 'file.read', family: 'file' });
    expect(
      portsOf(read)
        .filter(({ isUsed }) => isUsed)
        .map(({ id }) => id),
    ).toEqual(['success', 'failure']);
    expect(portsOf(nodeOf(graph, 'matters')).map(({ id }) => id)).toEqual(['branch:true', 'branch:false', 'success', 'failure', 'always']);
    expect(nodeOf(graph, 'last')).toMatchObject({ signs: ['join any'] });
  });

  it('gives a switch a way for each case, once, and one for the rest', () => {
    const graph = graphOf(
      documentOf(`
  - { id: kind, switch: "1 + 1", cases: [1, 2, "2"] }
  - { id: two, action: log, needs: [{ step: kind, on: 2 }], with: { message: two } }`),
    );
    expect(
      portsOf(nodeOf(graph, 'kind'))
        .filter(({ kind }) => kind === 'branch')
        .map(({ label }) => label),
    ).toEqual(['1', '2', 'default']);
    expect(graph.edges[0]).toMatchObject({ port: 'branch:2' });
  });

  it('stands the steps of a loop in its box, and those of a branch in its lane', () => {
    const { nodes } = graphOf(documentOf(nested));
    expect(nodes.map(({ id, type, parent }) => [id, type, parent])).toEqual([
      ['each', 'box', undefined],
      ['both', 'box', undefined],
      ['first', 'step', 'each'],
      ['second', 'step', 'each'],
      ['lane:both/left', 'lane', 'both'],
      ['a', 'step', 'lane:both/left'],
      ['lane:both/right', 'lane', 'both'],
      ['b', 'step', 'lane:both/right'],
      ['c', 'step', 'lane:both/right'],
    ]);
    expect(nodes.find(({ id }) => id === 'c')).toMatchObject({ list: { of: 'branch', step: 'both', branch: 'right' }, index: 1 });
  });

  it('leads from each trigger to each first step, and sets the steps of the end apart', () => {
    const document = documentOf(
      `
  - { id: one, action: log, with: { message: a } }
  - { id: other, action: log, needs: [], with: { message: b } }`,
      `triggers: [{ id: hand, type: manual }, { type: schedule, config: { cron: "0 9 * * *" }, enabled: false }]
finally: [{ id: clean, action: log, with: { message: c } }]`,
    );
    const graph = graphOf(document);
    expect(graph.edges.filter(({ kind }) => kind === 'trigger').map(({ from, to }) => [from, to])).toEqual([
      ['trigger:hand', 'one'],
      ['trigger:hand', 'other'],
      ['trigger:schedule', 'one'],
      ['trigger:schedule', 'other'],
    ]);
    expect(nodeOf(graph, 'trigger:schedule')).toMatchObject({ isDisabled: true, summary: '0 9 * * *' });
    expect(nodeOf(graph, 'clean')).toMatchObject({ parent: 'finally:', list: { of: 'finally' } });
  });

  it('draws what can be drawn of a document with mistakes', () => {
    const twice = [
      { id: 'a', action: 'log' },
      { id: 'a', forEach: 'x', steps: [{ id: 'inside', action: 'log' }] },
      { id: 'b', action: 'log', needs: ['gone', 'a', 'b'] },
    ];
    const graph = graphOf({ steps: twice });
    expect(graph.nodes.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(graph.edges.map(({ from, to }) => [from, to])).toEqual([['a', 'b']]);
  });

  it('says of a step that cannot be read only that', () => {
    const { nodes } = graphOf({ steps: [{ id: 'a', name: 'Mine', delay: 0 }], unread: new Set(['a']) });
    expect(nodes).toMatchObject([{ id: 'a', title: 'Mine', family: 'unread', typeName: 'cannot be read' }]);
    expect(JSON.stringify(nodes)).not.toContain('for 0');
  });
});

function nodeOf(graph: CanvasGraph, id: string): CanvasNode | undefined {
  return graph.nodes.find((node) => node.id === id);
}

function portsOf(node: CanvasNode | undefined) {
  return node?.type === 'step' || node?.type === 'box' ? node.ports : [];
}
