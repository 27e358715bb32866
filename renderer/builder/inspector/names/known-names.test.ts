import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../shared/catalogue.ts';
import { requireWorkflow } from '../../../../shared/workflow/load.ts';
import { completionsFor, nodeAt } from './completions.ts';
import { namesAt, type Samples, type Site } from './known-names.ts';

const document = requireWorkflow(
  `
name: Report
variables: [{ name: who, default: me, description: For whom }]
settings: { environment: { MODE: fast } }
triggers: [{ type: file_change, config: { path: "*.md" } }]
steps:
  - { id: read, action: file.read, with: { path: a.txt } }
  - { id: other, action: log, needs: [], with: { message: x } }
  - { id: keep, action: set, needs: [read], with: { variables: { total: 1 } } }
  - id: each
    needs: [keep]
    forEach: "[1, 2]"
    steps:
      - { id: inner, action: http.request, with: { url: "http://localhost" } }
      - { id: last, action: log, with: { message: x } }
  - { id: end, action: log, with: { message: x } }
`,
  { catalogue },
);
const samples: Samples = {
  outputOf: (step) => (step === 'read' ? { content: 'Hello', size: 5, extra: [{ 'a b': 1 }] } : undefined),
  trigger: { fileName: 'notes.md' },
  inputs: { who: 'Ada' },
  item: { id: 7 },
};
const at = (site: Site) => namesAt(document, site, samples);
const paths = (site: Site, query: string) => completionsFor(at(site), query).map(({ path }) => path);

describe('the names at a step', () => {
  it('are those of steps that have ended there, the nearest first', () => {
    expect(paths({ step: 'end' }, 'steps.')).toEqual(['steps.each', 'steps.keep', 'steps.read']);
    expect(paths({ step: 'last' }, 'steps.')).toEqual(['steps.inner', 'steps.keep', 'steps.read']);
    expect(paths({ step: 'each', sees: 'body' }, 'steps.')).toContain('steps.last');
    expect(paths({ step: 'read' }, 'steps.')).toEqual([]);
    expect(paths({ step: undefined, sees: 'start' }, 'steps.')).toEqual([]);
  });

  it('have what agents remember, by agent, and nothing where nobody does', () => {
    const remembered = [
      { agent: 'order-checker', key: 'last order', value: { id: 7 } },
      { agent: 'bot', key: 'tone' },
    ];
    expect(paths({ step: 'end', remembered }, 'memory.')).toEqual(['memory.order-checker', 'memory.bot']);
    expect(paths({ step: 'end', remembered }, 'memory.order-checker.')).toEqual(['memory.order-checker["last order"]']);
    expect(paths({ step: 'end' }, 'memory')).toEqual([]);
  });

  it('have item and index inside a loop only', () => {
    expect(paths({ step: 'last' }, 'item')).toContain('item');
    expect(paths({ step: 'end' }, 'item')).not.toContain('item');
  });

  it('have variables, those that a step has set, trigger fields, run and environment', () => {
    expect(paths({ step: 'each' }, 'vars.')).toEqual(['vars.who', 'vars.total']);
    expect(paths({ step: 'read' }, 'trigger.file')).toEqual(['trigger.filePath', 'trigger.fileName', 'trigger.files']);
    expect(paths({ step: 'read' }, 'run.')).toContain('run.date');
    expect(paths({ step: 'read' }, 'env.')).toEqual(['env.MODE']);
  });
});

describe('completion', () => {
  it('knows the fields of outputs by their schema, and by a sample', () => {
    expect(paths({ step: 'last' }, 'steps.inner.output.sta')).toEqual(['steps.inner.output.status']);
    expect(paths({ step: 'keep' }, 'steps.read.output.e')).toContain('steps.read.output.extra');
    expect(paths({ step: 'keep' }, 'steps.read.output.extra[0].')).toEqual(['steps.read.output.extra[0]["a b"]']);
    expect(paths({ step: 'keep' }, 'read.si')).toEqual(['steps.read.output.size']);
  });

  it('shows the values of the sample', () => {
    const roots = at({ step: 'last' });
    expect(nodeAt(roots, 'steps.read.output.content')?.value).toBe('Hello');
    expect(nodeAt(roots, 'vars.who')?.value).toBe('Ada');
    expect(nodeAt(roots, 'trigger.fileName')?.value).toBe('notes.md');
    expect(nodeAt(roots, 'item.id')?.value).toBe(7);
    expect(nodeAt(roots, 'steps.read.output.nowhere')).toBeUndefined();
  });

  it('finds a field without the way to it', () => {
    expect(paths({ step: 'end' }, 'content')).toContain('steps.read.output.content');
    expect(paths({ step: 'end' }, '')).toContain('trigger.filePath');
  });

  it('gives the names of a field that has its own, and no others', () => {
    expect(paths({ step: 'end', names: ['item', 'index'] }, '')).toEqual(['item', 'index']);
  });
});
