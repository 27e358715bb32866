import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { resolveNeeds } from '../edges.ts';
import { drawWorkflow } from '../load.ts';
import type { StepDocument, WorkflowDocument } from '../schema.ts';
import { scopesOf } from '../scopes.ts';
import { applyEdits } from './apply-edits.ts';
import { copySteps } from './copy-steps.ts';
import type { EdgeCondition, StepList, WorkflowEdit } from './edit.ts';

const catalogue = { actions: {}, triggers: {} };

/** A document with comments, nested lists, edges of every kind and steps without ids, as people write them. */
const documents = fc
  .record({
    main: fc.array(fc.nat(1000), { minLength: 1, maxLength: 7 }),
    last: fc.array(fc.nat(1000), { maxLength: 2 }),
    isSpaced: fc.boolean(),
    isCrlf: fc.boolean(),
    indent: fc.constantFrom('  ', ''),
  })
  .map(({ main, last, isSpaced, isCrlf, indent }) => {
    let count = 0;
    let comments = 0;
    const write = (seeds: readonly number[], pad: string, depth: number): string => {
      const ids: string[] = [];
      return seeds
        .map((seed, index) => {
          const number = ++count;
          const id = `s${number}`;
          const lines = [
            ...(seed % 3 === 0 ? [`${pad}# comment ${++comments}`] : []),
            ...(seed % 11 === 0 ? [`${pad}- name: S${number}`] : [`${pad}- id: ${id}`]),
            ...needsLines(seed, ids, `${pad}  `),
            ...bodyLines(seed, `${pad}  `, depth),
            ...(seed % 7 === 0 ? [`${pad}  notes: about it # comment ${++comments}`] : []),
          ];
          ids.push(id);
          return (isSpaced && index > 0 ? '\n' : '') + lines.join('\n');
        })
        .join('\n');
    };
    const bodyLines = (seed: number, pad: string, depth: number): string[] => {
      if (seed % 5 === 0 && depth < 2) {
        const inner = write([seed + 1, seed + 3], `${pad}${indent}`, depth + 1);
        return seed % 2 === 0
          ? [`${pad}times: 2`, `${pad}steps:`, inner]
          : [`${pad}parallel:`, `${pad}  left:`, inner.replaceAll(/^/gm, '  ')];
      }
      if (seed % 5 === 1) return [`${pad}if: vars.x > 1`];
      return [`${pad}action: log`, `${pad}with: { message: "hi {{ vars.x }}" }`];
    };
    const text = [
      '# the head',
      'name: Random',
      'variables: [{ name: x, default: 1 }]',
      'steps:',
      write(main, indent, 0),
      ...(last.length > 0 ? ['finally:', write(last, indent, 0)] : []),
      '',
    ].join('\n');
    return isCrlf ? text.replaceAll('\n', '\r\n') : text;
  });

function needsLines(seed: number, ids: readonly string[], pad: string): string[] {
  const [first] = ids;
  const last = ids.at(-1);
  if (seed % 4 !== 0 || first === undefined || last === undefined) return seed % 13 === 0 ? [`${pad}needs: []`] : [];
  if (seed % 8 === 0) return [`${pad}needs: [${last}]`];
  return [`${pad}needs:`, `${pad}  - ${first}`, ...(first === last ? [] : [`${pad}  - { step: ${last}, on: failure, label: oh }`])];
}

interface Choice {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const choices: fc.Arbitrary<Choice[]> = fc.array(fc.record({ kind: fc.nat(11), a: fc.nat(1000), b: fc.nat(1000), c: fc.nat(1000) }), {
  minLength: 1,
  maxLength: 5,
});

/** An edit that a person could make of what there is. */
function editOf({ kind, a, b, c }: Choice, text: string): WorkflowEdit {
  const document = draw(text);
  const steps = scopesOf(document).flatMap((scope) => scope.steps);
  const pick = <T>(items: readonly T[], seed: number): T => items[seed % items.length] as T;
  const step = pick(steps, a);
  const id = step?.id ?? '';
  const lists = listsOf(document);
  const edges = scopesOf(document).flatMap((scope) => resolveNeeds(scope.steps));
  const edge = pick(edges, a);
  const ref = edge === undefined ? undefined : { from: edge.from, to: edge.to, on: conditionOf(edge.on) };
  const made: StepDocument = b % 3 === 0 ? { id: 'made', if: 'vars.x > 2' } : { id: 'made', action: 'log', with: { message: 'new' } };
  const list = pick(lists, b);
  const placed = { type: 'add-step', step: made, list, index: c % 5 } as const;
  switch (kind) {
    case 0:
      return placed;
    case 1:
      return ref === undefined ? placed : { type: 'splice-step', step: made, edge: ref };
    case 2:
      return { type: 'remove-steps', steps: [id], keepWire: c % 2 === 0 };
    case 3:
      return { type: 'move-steps', steps: [id], list, index: c % 5 };
    case 4: {
      const scope = scopesOf(document).find((each) => each.steps.includes(step));
      const chosen = scope?.steps.slice(0, 1 + (c % 3)).flatMap((each) => each.id ?? []) ?? [];
      const box: StepDocument = c % 2 === 0 ? { id: 'box', times: 2, steps: [] } : { id: 'box', parallel: {} };
      return { type: 'wrap-steps', steps: chosen, box };
    }
    case 5: {
      const scope = scopesOf(document).find((each) => each.steps.includes(step));
      const to = pick(scope?.steps ?? [step], b)?.id ?? '';
      return { type: 'connect', edge: { from: id, to, on: pick(['success', 'failure', 'always', { expression: 'vars.x > 3' }], c) } };
    }
    case 6:
      return ref === undefined ? placed : { type: 'disconnect', edge: ref };
    case 7:
      return ref === undefined ? placed : { type: 'change-edge', edge: ref, on: pick(['success', 'failure'], b), label: 'changed' };
    case 8:
      return { type: 'rename-step', step: id, to: `renamed_${b % 4}` };
    case 9:
      return { type: 'set-in-step', step: id, path: ['notes'], value: c % 3 === 0 ? undefined : 'written' };
    case 10:
      return { type: 'paste', text: copySteps(text, [id]), list, index: c % 5 };
    default:
      return { type: 'place', positions: { [id]: c % 3 === 0 ? null : { x: b, y: c } } };
  }
}

function conditionOf(on: ReturnType<typeof resolveNeeds>[number]['on']): EdgeCondition {
  if (on.type === 'expression') return { expression: on.expression };
  return on.type === 'branch' ? on.value : on.type;
}

function listsOf(document: WorkflowDocument): StepList[] {
  return scopesOf(document).map(({ kind, owner, path }): StepList => {
    if (kind === 'main') return { of: 'workflow' };
    if (kind === 'finally') return { of: 'finally' };
    const step = owner?.id ?? '';
    return kind === 'body' ? { of: 'loop', step } : { of: 'branch', step, branch: String(path.at(-1)) };
  });
}

const drawn = new Map<string, WorkflowDocument>();

function draw(text: string): WorkflowDocument {
  const known = drawn.get(text);
  if (known !== undefined) return known;
  const { document, problems } = drawWorkflow(text, { catalogue });
  if (document === undefined) throw new Error(`${JSON.stringify(problems)}\n${text}`);
  if (drawn.size > 50) drawn.clear();
  drawn.set(text, document);
  return document;
}

/** The edges between steps, by the ids of both ends, in words. */
function graphOf(document: WorkflowDocument, without: ReadonlySet<string> = new Set()): string[] {
  return scopesOf(document)
    .flatMap(({ steps }) => resolveNeeds(steps))
    .filter(({ from, to }) => !without.has(from) && !without.has(to))
    .map(({ from, to, on, label }) => `${from} -${JSON.stringify(on)}${label ?? ''}> ${to}`)
    .sort();
}

function commentsOf(text: string): string[] {
  return [...text.matchAll(/# comment \d+/g)].map(([comment]) => comment).sort();
}

const runs = { numRuns: 25 };

describe('any sequence of edits on any document', () => {
  it('gives a text that can be drawn, and that says what the library reads in it', () => {
    fc.assert(
      fc.property(documents, choices, (start, all) => {
        let text = start;
        for (const choice of all) {
          if (scopesOf(draw(text)).every(({ steps }) => steps.length === 0)) return;
          const edit = editOf(choice, text);
          const result = applyEdits(text, [edit]);
          if (!result.ok) {
            expect(result.problems[0]?.code).toMatch(/CYCLE|INTO_ITSELF|DUPLICATE_ID/);
            continue;
          }
          const document = draw(result.text);
          const ids = scopesOf(document).flatMap(({ steps }) => steps.map(({ id }) => id));
          expect(new Set(ids).size).toBe(ids.length);
          expect(parse(result.text)).toBeTypeOf('object');
          if (start.includes('\r\n')) expect(result.text.replaceAll('\r\n', '')).not.toContain('\n');
          text = result.text;
        }
      }),
      runs,
    );
  });

  it('changes what others wait for only where the edit says so', () => {
    fc.assert(
      fc.property(documents, choices, (start, all) => {
        let text = start;
        for (const choice of all) {
          if (scopesOf(draw(text)).every(({ steps }) => steps.length === 0)) return;
          const edit = editOf({ ...choice, kind: [0, 3, 9, 10, 11][choice.kind % 5] ?? 0 }, text);
          const before = draw(text);
          const result = applyEdits(text, [edit]);
          if (!result.ok) continue;
          const after = draw(result.text);
          const known = new Set(scopesOf(before).flatMap(({ steps }) => steps.map(({ id }) => id ?? '')));
          const isInList = edit.type === 'move-steps' && JSON.stringify(listOf(before, edit.steps[0])) === JSON.stringify(edit.list);
          const made = scopesOf(after).flatMap(({ steps }) => steps.flatMap(({ id }) => (id === undefined || known.has(id) ? [] : [id])));
          const strangers = new Set([...made, ...(edit.type === 'move-steps' && !isInList ? edit.steps : [])]);
          // What led through a step that went to another list leads on without it.
          const bridged = edit.type === 'move-steps' && !isInList;
          const [was, is] = [graphOf(before, strangers), graphOf(after, strangers)];
          if (bridged) expect(is).toEqual(expect.arrayContaining(was));
          else expect(is).toEqual(was);
          text = result.text;
        }
      }),
      runs,
    );
  });

  it('keeps every comment, but those of steps that are removed', () => {
    fc.assert(
      fc.property(documents, choices, (start, all) => {
        let text = start;
        for (const choice of all) {
          if (scopesOf(draw(text)).every(({ steps }) => steps.length === 0)) return;
          // A note that is taken out takes the comment behind it with it.
          if (choice.kind === 2 || choice.kind === 9) continue;
          const result = applyEdits(text, [editOf(choice, text)]);
          if (!result.ok) continue;
          expect(commentsOf(result.text)).toEqual(commentsOf(text));
          text = result.text;
        }
      }),
      runs,
    );
  });
});

function listOf(document: WorkflowDocument, id: string | undefined): StepList | undefined {
  const index = scopesOf(document).findIndex(({ steps }) => steps.some((step) => step.id === id));
  return listsOf(document)[index];
}

describe('a step that is spliced into an edge and removed with its wire kept', () => {
  it('leaves the graph as it was', () => {
    fc.assert(
      fc.property(documents, fc.nat(100), (text, seed) => {
        const before = draw(text);
        const edges = scopesOf(before).flatMap(({ steps }) => resolveNeeds(steps));
        const edge = edges[seed % Math.max(1, edges.length)];
        if (edge === undefined) return;
        const step: StepDocument = seed % 2 === 0 ? { id: 'made', if: 'vars.x > 2' } : { id: 'made', delay: '1s' };
        const spliced = applyEdits(text, [{ type: 'splice-step', step, edge: { from: edge.from, to: edge.to, on: conditionOf(edge.on) } }]);
        if (!spliced.ok) throw new Error(JSON.stringify(spliced.problems));
        expect(graphOf(draw(spliced.text))).not.toEqual(graphOf(before));
        const removed = applyEdits(spliced.text, [{ type: 'remove-steps', steps: ['made'], keepWire: true }]);
        if (!removed.ok) throw new Error(JSON.stringify(removed.problems));
        expect(graphOf(draw(removed.text))).toEqual(graphOf(before));
      }),
      runs,
    );
  });
});

describe('renaming', () => {
  it('there and back again is nothing but the same document', () => {
    fc.assert(
      fc.property(documents, fc.nat(100), (text, seed) => {
        const steps = scopesOf(draw(text)).flatMap((scope) => scope.steps);
        const id = steps[seed % steps.length]?.id ?? '';
        const there = applyEdits(text, [{ type: 'rename-step', step: id, to: 'other' }]);
        if (!there.ok) throw new Error(JSON.stringify(there.problems));
        expect(draw(there.text)).not.toEqual(draw(text));
        const back = applyEdits(there.text, [{ type: 'rename-step', step: 'other', to: id }]);
        if (!back.ok) throw new Error(JSON.stringify(back.problems));
        expect(draw(back.text)).toEqual(draw(text));
      }),
      runs,
    );
  });
});
