import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from './graph.ts';
import { toMermaid } from './mermaid.ts';
import type { StepDocument } from './schema.ts';

function step(id: string, needs?: StepDocument['needs']): StepDocument {
  return needs === undefined ? { id, delay: 0 } : { id, delay: 0, needs };
}

/** A random acyclic list: each step needs some of those before it in a hidden order; written in another order. */
const randomDag = fc
  .integer({ min: 1, max: 25 })
  .chain((size) =>
    fc.record({
      edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 60 }),
      order: fc.shuffledSubarray(
        Array.from({ length: size }, (_, index) => index),
        { minLength: size },
      ),
    }),
  )
  .map(({ edges, order }) => {
    const needs = new Map(order.map((index) => [index, new Set<number>()]));
    for (const [a, b] of edges) if (a !== b) needs.get(Math.max(a, b))?.add(Math.min(a, b));
    return order.map((index) =>
      step(
        `s${index}`,
        [...(needs.get(index) ?? [])].map((source) => `s${source}`),
      ),
    );
  });

describe('buildGraph', () => {
  it('orders every step after all that it needs', () => {
    fc.assert(
      fc.property(randomDag, (steps) => {
        const { topologicalOrder, nodes, hasCycle, cycle } = buildGraph({ steps });
        expect({ hasCycle, cycle }).toEqual({ hasCycle: false, cycle: null });
        expect([...topologicalOrder].sort()).toEqual(steps.map(({ id }) => id ?? '').sort());
        const position = new Map(topologicalOrder.map((id, index) => [id, index]));
        for (const { stepId, dependencies, dependents } of nodes) {
          for (const from of dependencies) expect(position.get(from)).toBeLessThan(position.get(stepId) ?? -1);
          for (const to of dependents) expect(nodes.find((node) => node.stepId === to)?.dependencies).toContain(stepId);
        }
      }),
    );
  });

  it('puts each step on the level of its longest way from a start', () => {
    fc.assert(
      fc.property(randomDag, (steps) => {
        const { nodes, levels } = buildGraph({ steps });
        const byId = new Map(nodes.map((node) => [node.stepId, node]));
        const longest = (id: string): number => Math.max(-1, ...(byId.get(id)?.dependencies ?? []).map(longest)) + 1;
        for (const { stepId, level } of nodes) {
          expect(level).toBe(longest(stepId));
          expect(levels[level]).toContain(stepId);
        }
        expect(levels.flat()).toHaveLength(nodes.length);
      }),
    );
  });

  it('finds a cycle wherever one is closed, and what it names is one', () => {
    fc.assert(
      fc.property(randomDag, fc.nat(), fc.nat(), (steps, at, to) => {
        // An edge back from a step to one of its ancestors, or to itself, closes a cycle.
        const { nodes } = buildGraph({ steps });
        const start = nodes[at % nodes.length];
        const ancestors = [start?.stepId ?? ''];
        for (const id of ancestors)
          ancestors.push(...(nodes.find((node) => node.stepId === id)?.dependencies.filter((one) => !ancestors.includes(one)) ?? []));
        const target = ancestors[to % ancestors.length];
        const closed = steps.map((each) => (each.id === target ? { ...each, needs: [...(each.needs ?? []), start?.stepId ?? ''] } : each));
        const graph = buildGraph({ steps: closed });
        expect(graph.hasCycle).toBe(true);
        const cycle = graph.cycle ?? [];
        expect(cycle.length).toBeGreaterThan(1);
        expect(cycle.at(0)).toBe(cycle.at(-1));
        expect(new Set(cycle).size).toBe(cycle.length - 1);
        for (const [index, from] of cycle.slice(0, -1).entries()) {
          expect(graph.nodes.find((node) => node.stepId === cycle[index + 1])?.dependencies).toContain(from);
        }
        for (const id of cycle) expect(graph.topologicalOrder).not.toContain(id);
      }),
    );
  });

  it('a step without needs follows the step above; an empty list starts at once', () => {
    const { nodes } = buildGraph({ steps: [step('a'), step('b'), step('c', []), step('d')] });
    expect(nodes.map(({ stepId, dependencies, level }) => [stepId, dependencies, level])).toEqual([
      ['a', [], 0],
      ['b', ['a'], 1],
      ['c', [], 0],
      ['d', ['c'], 1],
    ]);
  });

  it('two edges between the same steps are one dependency', () => {
    const both = [{ step: 'a', on: 'success' } as const, { step: 'a', on: 'failure' } as const];
    expect(buildGraph({ steps: [step('a'), step('b', both)] }).levels).toEqual([['a'], ['b']]);
  });

  it('holds the steps of loops, branches and finally, each in the graph of its own list', () => {
    const { nodes, topologicalOrder } = buildGraph({
      steps: [
        step('a'),
        { id: 'each', forEach: 'a.x', steps: [step('b'), step('c')] },
        { id: 'both', parallel: { one: [step('d')], two: [step('e', ['e2']), step('e2', [])] } },
      ],
      finally: [step('f')],
    });
    expect(topologicalOrder).toEqual(['a', 'each', 'both']);
    expect(nodes.map(({ stepId, level }) => `${stepId}:${level}`)).toEqual([
      'a:0',
      'each:1',
      'both:2',
      'f:0',
      'b:0',
      'c:1',
      'd:0',
      'e:1',
      'e2:0',
    ]);
  });

  it('walks a chain of 10,000 steps in either order of writing', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => step(`s${index}`, index === 0 ? [] : [`s${index - 1}`]));
    for (const steps of [chain, chain.toReversed()]) {
      const start = performance.now();
      const graph = buildGraph({ steps });
      expect(graph.levels).toHaveLength(10_000);
      expect(performance.now() - start).toBeLessThan(2000);
    }
    const ring = chain.map((each, index) => (index === 0 ? step('s0', ['s9999']) : each));
    expect(buildGraph({ steps: ring }).cycle).toHaveLength(10_001);
  });

  it('leaves out edges from steps that do not exist', () => {
    expect(buildGraph({ steps: [step('a', ['nowhere'])] }).nodes).toEqual([{ stepId: 'a', dependencies: [], dependents: [], level: 0 }]);
  });

  it('a step without an id is a fault of the caller', () => {
    expect(() => buildGraph({ steps: [{ delay: 0 }] })).toThrow(/loadWorkflow/);
  });
});

describe('toMermaid', () => {
  it('draws decisions, labelled edges, loops, branches and finally; no id is used as a word of Mermaid', () => {
    const drawn = toMermaid({
      steps: [
        { id: 'end', name: 'Is it "big"?', if: 'vars.x > 1' },
        step('small-one', [{ step: 'end', on: false }]),
        { id: 'each', forEach: 'vars.list', steps: [step('in')], needs: [{ step: 'end', on: { expression: 'a < b' } }] },
        { id: 'both', parallel: { left: [step('l')] }, needs: [{ step: 'each', on: 'failure', label: 'if it breaks' }] },
        step('last', [{ step: 'both', on: 'always' }]),
      ],
      finally: [step('tidy')],
    });
    expect(drawn).toBe(`flowchart TD
  step_end{"Is it #34;big#34;?"}
  step_small_2d_one["small-one"]
  subgraph step_each["each"]
    step_in["in"]
  end
  subgraph step_both["both"]
    subgraph step_both_2e_left["left"]
      step_l["l"]
    end
  end
  step_last["last"]
  step_end -->|"false"| step_small_2d_one
  step_end -->|"a #60; b"| step_each
  step_each -->|"if it breaks"| step_both
  step_both -->|"always"| step_last
  subgraph finally
    step_tidy["tidy"]
  end
`);
  });
});
