import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { diffWorkflows } from './diff.ts';
import { requireWorkflow } from './load.ts';

const load = (text: string) => requireWorkflow(text, { catalogue });
const diff = (before: string, after: string) => diffWorkflows(load(before), load(after));

const base = `
name: Report
variables: [{ name: day }]
triggers: [{ id: nightly, type: schedule, config: { cron: "0 3 * * *" } }]
steps:
  - { id: read, action: file.read, with: { path: a.txt } }
  - { id: tell, action: log, with: { message: hi } }
  - { id: end, action: log, with: { message: bye } }
`;

describe('the diff of two versions', () => {
  it('is empty for the same document, whatever the order of its keys', () => {
    const turned = base.replace('action: file.read, with: { path: a.txt }', 'with: { path: a.txt }, action: file.read');
    expect(diff(base, turned)).toMatchObject({ isSame: true, changed: [], moved: [] });
  });

  it('names the parameters that changed, by step', () => {
    const { changed, added, removed } = diff(base, base.replace('a.txt', 'b.txt').replace('message: hi', 'message: hi, level: warning'));
    expect(changed).toEqual([
      { id: 'read', name: 'read', does: 'file.read', changes: [{ path: 'with.path', before: 'a.txt', after: 'b.txt' }] },
      { id: 'tell', name: 'tell', does: 'log', changes: [{ path: 'with.level', before: undefined, after: 'warning' }] },
    ]);
    expect([...added, ...removed]).toEqual([]);
  });

  it('tells a step put in between from the two edges that it changes', () => {
    const after = base.replace(
      '  - { id: tell',
      '  - { id: count, name: Count, action: shell.run, with: { command: wc a.txt } }\n  - { id: tell',
    );
    const found = diff(base, after);
    expect(found.added).toEqual([{ id: 'count', name: 'Count', does: 'shell.run' }]);
    expect(found.edgesAdded).toEqual([
      { from: 'read', to: 'count', on: 'success' },
      { from: 'count', to: 'tell', on: 'success' },
    ]);
    expect(found.edgesRemoved).toEqual([{ from: 'read', to: 'tell', on: 'success' }]);
    expect(found.changed).toEqual([]);
    expect(found.moved).toEqual([]);
  });

  it('compares triggers, variables and settings by name', () => {
    const after = base
      .replace('0 3 * * *', '0 4 * * *')
      .replace('[{ name: day }]', '[{ name: first }, { name: day, required: true }]')
      .replace('steps:', 'settings: { timeout: 5m }\nsteps:');
    expect(diff(base, after).facts).toEqual([
      { path: 'variables.day.required', before: undefined, after: true },
      { path: 'variables.first', before: undefined, after: { type: 'string' } },
      { path: 'triggers.nightly.config.cron', before: '0 3 * * *', after: '0 4 * * *' },
      { path: 'settings', before: undefined, after: { timeout: '5m' } },
    ]);
  });

  it('keeps what only stands elsewhere apart from what does something else', () => {
    const layout = 'layout: { read: { x: 0, y: 0 }, tell: { x: 0, y: 100 } }\n';
    const found = diff(`${base}${layout}`, `${base}${layout.replace('y: 100', 'y: 200')}`);
    expect(found).toMatchObject({ isSame: false, facts: [], changed: [], moved: ['tell'] });
  });

  it('calls only the step that was carried away moved, not those it passed', () => {
    const needs = (order: readonly string[]) =>
      `name: A\nsteps:\n${order.map((id) => `  - { id: ${id}, needs: [], action: log, with: { message: x } }`).join('\n')}`;
    expect(diff(needs(['a', 'b', 'c', 'd']), needs(['d', 'a', 'b', 'c'])).moved).toEqual(['d']);
  });

  it('tells a step that went into a loop from a new one', () => {
    const before =
      'name: A\nsteps:\n  - { id: a, action: log, with: { message: x } }\n  - { id: each, forEach: [1], steps: [{ id: b, action: log, with: { message: y } }] }';
    const after =
      'name: A\nsteps:\n  - { id: each, forEach: [1], steps: [{ id: b, action: log, with: { message: y } }, { id: a, action: log, with: { message: x } }] }';
    const found = diff(before, after);
    expect(found.changed).toEqual([{ id: 'a', name: 'a', does: 'log', changes: [], from: '', to: 'each' }]);
    expect([...found.added, ...found.removed]).toEqual([]);
  });
});
