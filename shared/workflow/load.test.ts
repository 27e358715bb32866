import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { smallCatalogue as catalogue } from '../../test/support/small-catalogue.ts';
import { buildGraph } from './graph.ts';
import { drawWorkflow, loadWorkflow, requireWorkflow } from './load.ts';
import type { Problem } from './problem.ts';
import { WorkflowInvalid } from './problem.ts';
import type { WorkflowDocument } from './schema.ts';

function problemsIn(text: string): readonly Problem[] {
  return loadWorkflow(text, { catalogue }).problems;
}

function load(text: string): WorkflowDocument {
  const loaded = loadWorkflow(text, { catalogue });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  return loaded.document;
}

/** Each problem as `CODE path line:column`. */
function placesOf(text: string): string[] {
  return problemsIn(text).map(({ code, path, line, column }) => `${code} ${path ?? '(root)'} ${line}:${column}`);
}

function seed(name: string): string {
  return readFileSync(new URL(`../../test/fixtures/workflows/${name}`, import.meta.url), 'utf8');
}

const steps = (...lines: string[]): string => ['name: t', 'steps:', ...lines.map((line) => `  ${line}`), ''].join('\n');

describe('the seeds load', () => {
  it.each([
    ['automated-code-review.yaml', ['read_file', 'ai_review', 'post_to_chat']],
    ['daily-documentation-update.yaml', ['git_log', 'generate_docs', 'update_readme', 'commit_changes']],
    ['code-review.multi-agent.yaml', ['parse-changes', 'security-scan', 'quality-check', 'generate-report']],
  ])('%s, with nothing worse than a warning', (name, ids) => {
    const loaded = loadWorkflow(seed(name), { catalogue });
    expect(loaded).toMatchObject({ ok: true });
    expect(loaded.problems.every(({ code, severity }) => code === 'ACTION_UNAVAILABLE' && severity === 'warning')).toBe(true);
    expect(load(seed(name)).steps.map(({ id }) => id)).toEqual(ids);
  });

  it('the multi-agent seed has its levels, its settings and the input it never declares', () => {
    const document = load(seed('code-review.multi-agent.yaml'));
    expect(buildGraph(document).levels).toEqual([['parse-changes'], ['security-scan', 'quality-check'], ['generate-report']]);
    expect(document.settings).toMatchObject({ timeout: 300_000, parallelism: 3, continueOnError: false, checkpointInterval: 30_000 });
    expect(document.settings?.retry).toMatchObject({ maxRetries: 2 });
    expect(document.variables).toEqual([{ name: 'filePath', type: 'string', required: true }]);
  });

  it('the cyclic seed is refused with the way round', () => {
    const [problem, ...others] = problemsIn(seed('cycle.yaml'));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'CYCLE', stepId: 'step-a', path: 'steps[0].dependencies', line: 6 });
    expect(problem?.message).toContain('step-a → step-b → step-a');
  });
});

describe('every problem is reported at once, where it stands', () => {
  it('in the shape, in the graph, in values and in expressions of one document', () => {
    const text = `pawl: 1
nam: x
name: y
settings: { paralelism: 3, timeout: soon }
variables:
  - { name: severity, type: string, default: 3 }
triggers:
  - type: file_chang
steps:
  - id: read
    action: file.reed
  - id: two
    actoin: file.read
    needs: [three, nowhere]
  - id: three
    action: file.read
    with: { paht: x }
    needs: [two]
  - id: four
    action: log
    with: { message: "{{ severty }}" }
`;
    expect(placesOf(text)).toEqual([
      'UNKNOWN_KEY nam 2:1',
      'UNKNOWN_KEY settings.paralelism 4:13',
      'WRONG_VALUE settings.timeout 4:37',
      'WRONG_TYPE variables[0].default 6:46',
      'UNKNOWN_TRIGGER triggers[0].type 8:11',
      'UNKNOWN_ACTION steps[0].action 11:13',
      'NO_KIND steps[1] 12:5',
      'CYCLE steps[1].needs 14:12',
      'UNKNOWN_STEP steps[1].needs[1] 14:20',
      'MISSING_KEY steps[2].with.path 17:11',
      'UNKNOWN_KEY steps[2].with.paht 17:13',
      'UNKNOWN_NAME steps[3].with.message 21:26',
    ]);
  });

  it('with the step it belongs to, also inside loops and branches', () => {
    const text = steps('- id: each', '  forEach: "[1]"', '  steps:', '    - id: inner', '      delay: 5', '      prio: 1');
    expect(problemsIn(text)).toEqual([
      {
        code: 'UNKNOWN_KEY',
        message: '`prio` is not a key here',
        severity: 'error',
        stepId: 'inner',
        path: 'steps[0].steps[0].prio',
        line: 8,
        column: 9,
      },
    ]);
  });

  it.each([
    ['a text', 'just text', 'WRONG_TYPE (root) 1:1'],
    ['nothing', '', 'WRONG_TYPE (root) 1:1'],
    ['a list', '- a', 'WRONG_TYPE (root) 1:1'],
    ['no name', 'steps: [{ delay: 1 }]', 'MISSING_KEY name 1:1'],
    ['no steps', 'name: x\nsteps: []', 'WRONG_VALUE steps 2:8'],
    ['steps of another type', 'name: x\nsteps: 3', 'WRONG_TYPE steps 2:8'],
    ['a step of another type', 'name: x\nsteps: [read]', 'WRONG_TYPE steps[0] 2:9'],
    ['a format of the future', 'pawl: 2\nname: x\nsteps: []', 'NEWER_FORMAT pawl 1:7'],
    ['a format that is no number', 'pawl: one\nname: x\nsteps: [{ delay: 1 }]', 'WRONG_TYPE pawl 1:7'],
    ['broken YAML', 'name: [', 'YAML_SYNTAX (root) 1:8'],
  ])('%s is no workflow', (_, text, place) => {
    expect(placesOf(text)).toContain(place);
  });

  it.each([
    ['a key of the wrong kind', '- { id: a, if: x, cases: [1] }', '`cases` is not a key here'],
    ['two kinds', '- { id: a, if: x, action: log }', '`action` and `if`'],
    ['no kind but nearly one', '- { id: a, forEech: x }', 'did you mean `forEach`?'],
    ['a wrong type', '- { id: a, times: [1], steps: [{ delay: 1 }] }', '`times` must be a number or a text, not a list'],
    ['a missing key', '- { id: a, agent: x }', '`prompt` is missing; it must be a text'],
    ['a wrong word', '- { id: a, delay: 1, onInterrupted: aks }', 'did you mean `ask`?'],
    ['a missing word', '- { id: a, waitFor: { timeout: 5m } }', '`event` is missing'],
    ['a bad number', '- { id: a, delay: 1, retry: { maxRetries: 101 } }', '`maxRetries` must be at most 100'],
    ['a bad id', '- { id: "1 a", delay: 1 }', 'must start with a letter'],
    ['an id that is no data', '- { id: __proto__, delay: 1 }', 'must start with a letter'],
    ['a bad branch name', '- { id: a, parallel: { "b c": [{ delay: 1 }] } }', '`b c` is no valid name'],
    ['an empty branch', '- { id: a, parallel: { b: [] } }', '`b` must have at least 1 entry'],
    ['an empty expression', '- { id: a, if: "" }', '`if` must not be empty'],
    [
      'a wrong edge',
      '- { id: a, delay: 1 }\n  - { id: b, delay: 1, needs: [{ step: a, no: x }] }',
      '`no` is not a key here; did you mean `on`?',
    ],
    ['a wrong entry', '- { id: a, delay: 1, needs: [1] }', 'Entry 1 of `needs`'],
  ])('%s is named in the words of the kind that was meant', (_, step, message) => {
    expect(
      problemsIn(steps(step))
        .map((problem) => problem.message)
        .join('\n'),
    ).toContain(message);
  });
});

describe('a box without steps', () => {
  it('is drawn as the box that it is, and cannot be run', () => {
    const text = steps('- { id: each, forEach: [1], steps: [] }', '- { id: both, parallel: { left: [] } }');
    expect(drawWorkflow(text, { catalogue })).toMatchObject({
      document: {
        steps: [
          { id: 'each', forEach: [1], steps: [] },
          { id: 'both', parallel: { left: [] } },
        ],
      },
      unread: new Set(),
    });
    expect(loadWorkflow(text, { catalogue }).ok).toBe(false);
  });
});

describe('ids', () => {
  it('come from the name, else from what the step does, and differ', () => {
    const document = load(`name: t
triggers: [{ type: schedule, config: { cron: "* * * * *" } }, { type: schedule, config: { cron: "* * * * *" } }]
steps:
  - { name: Lies Änderungen!, delay: 1 }
  - { name: 2nd try, delay: 1 }
  - { id: log, action: log, with: { message: x } }
  - { action: log, with: { message: x } }
  - { name: 日本, action: log, with: { message: x } }
  - { name: Run, delay: 1 }
  - { parallel: { a: [{ delay: 1 }], b: [{ agent: writer, prompt: x }, { workflow: Other one }] } }
`);
    const parallel = document.steps.at(-1);
    const inner = parallel !== undefined && 'parallel' in parallel ? Object.values(parallel.parallel).flat() : [];
    expect([...document.steps, ...inner].map(({ id }) => id)).toEqual([
      'lies_anderungen',
      'step_2nd_try',
      'log',
      'log_2',
      'log_3',
      'run_2',
      'parallel',
      'delay',
      'writer',
      'other_one',
    ]);
    expect(document.triggers?.map(({ id }) => id)).toEqual(['schedule', 'schedule_2']);
  });

  it('ten thousand steps of one name are named and loaded in a few seconds', () => {
    const many = Array.from({ length: 10_000 }, () => '- { name: Same, delay: 1 }');
    const start = performance.now();
    expect(load(steps(...many)).steps.at(-1)?.id).toBe('same_10000');
    expect(performance.now() - start).toBeLessThan(8000);
  });
});

it('more steps than validation can take are refused', () => {
  expect(placesOf(steps(...Array.from({ length: 20_001 }, () => '- delay: 1')))).toEqual(['TOO_MANY_STEPS steps 3:3']);
});

it('braces around a bare expression are taken off', () => {
  const document = load(
    steps(
      '- { id: a, if: "{{ vars.x ?? 1 }}", needs: [] }',
      '- { id: b, forEach: "{{ [1] }}", steps: [{ id: c, delay: 1 }], needs: [{ step: a, on: { expression: "{{ true }}" } }] }',
    ).replace('steps:', 'variables: [{ name: x }]\nsteps:'),
  );
  expect(document.steps).toMatchObject([{ if: 'vars.x ?? 1' }, { forEach: '[1]', needs: [{ on: { expression: 'true' } }] }]);
});

it('JSON loads like YAML', () => {
  expect(load('{\n\t"name": "j",\n\t"steps": [{ "id": "a", "delay": "5m" }]\n}').steps).toEqual([{ id: 'a', delay: '5m' }]);
  expect(placesOf('{\n  "name": "j",\n  "steps": [{ "id": "a", "deley": 1 }]\n}')).toEqual(['NO_KIND steps[0] 3:13']);
});

it('requireWorkflow throws every problem with the name of the source', () => {
  expect(requireWorkflow(steps('- { id: a, delay: 1 }'), { catalogue }).name).toBe('t');
  const failing = (): unknown => requireWorkflow('name: x', { catalogue, source: 'a.yaml' });
  expect(failing).toThrow(WorkflowInvalid);
  expect(failing).toThrow(/^a\.yaml is not a valid workflow: `steps` is missing/);
});
