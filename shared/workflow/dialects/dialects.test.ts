import { describe, expect, it } from 'vitest';
import { smallCatalogue as catalogue } from '../../../test/support/small-catalogue.ts';
import { loadWorkflow } from '../load.ts';
import { Origins } from './dialect.ts';
import { liftDialect } from './lift.ts';

function lift(document: object): unknown {
  return liftDialect(document, new Origins()).value;
}

function placesOf(text: string): string[] {
  return loadWorkflow(text, { catalogue }).problems.map(({ code, path, line, column }) => `${code} ${path} ${line}:${column}`);
}

describe('the agent dialect', () => {
  it('turns its keys into ours', () => {
    const step = {
      key: 'b',
      agent: 'x',
      prompt: 'p',
      dependencies: ['a'],
      parallel: true,
      optional: true,
      timeoutMs: 5000,
      retryPolicy: { maxRetries: 3, retryDelayMs: 1000, retryBackoffMultiplier: 2, retryableErrors: ['TIMEOUT'] },
      outputSchema: { type: 'object' },
    };
    expect(lift({ name: 'n', steps: [step] })).toEqual({
      name: 'n',
      steps: [
        {
          id: 'b',
          agent: 'x',
          prompt: 'p',
          needs: ['a'],
          optional: true,
          timeout: 5000,
          retry: { maxRetries: 3, delay: 1000, backoff: 2, on: ['TIMEOUT'] },
          outputSchema: { type: 'object' },
        },
      ],
    });
  });

  it('turns config into settings, its retries into the default of the steps', () => {
    const config = { timeout: 300_000, maxRetries: 2, retryDelayMs: 10, checkpointInterval: 30_000, parallelism: 3, continueOnError: true };
    expect(lift({ config, steps: [] })).toEqual({
      settings: {
        timeout: 300_000,
        retry: { maxRetries: 2, delay: 10 },
        checkpointInterval: 30_000,
        parallelism: 3,
        continueOnError: true,
      },
      steps: [],
    });
    expect(lift({ config: { timeout: 1, parallelism: 2 }, settings: { timeout: 5 }, steps: [] })).toMatchObject({
      settings: { timeout: 5, parallelism: 2 },
    });
  });

  it('a step that depends on nothing starts at once; where no step depends on any, they follow each other', () => {
    expect(lift({ steps: [{ key: 'a', dependencies: [] }, { key: 'b' }, 'no step'] })).toEqual({
      steps: [{ id: 'a', needs: [] }, { id: 'b', needs: [] }, 'no step'],
    });
    expect(lift({ steps: [{ key: 'a' }, { key: 'b' }] })).toEqual({ steps: [{ id: 'a' }, { id: 'b' }] });
  });

  it('reports problems by the names and places of its own text', () => {
    const text = `name: n
config:
  paralelism: 3
  maxRetries: many
steps:
  - key: a
    agent: x
    prompt: "{{ b.result }}"
    dependencies: [c]
    timeoutMs: soon
    retryPolicy: { retryDelayMs: later }
  - key: b
    agent: x
`;
    expect(placesOf(text)).toEqual(
      [
        'UNKNOWN_KEY config.paralelism 3:3',
        'WRONG_TYPE config.maxRetries 4:15',
        'UNKNOWN_STEP steps[0].dependencies[0] 9:20',
        'WRONG_VALUE steps[0].timeoutMs 10:16',
        'WRONG_VALUE steps[0].retryPolicy.retryDelayMs 11:34',
        'MISSING_KEY steps[1].prompt 12:5',
      ].toSpliced(2, 0, 'STEP_NOT_BEFORE steps[0].prompt 8:17'),
    );
  });

  it('an input becomes a required variable, a slip in the name of a step does not', () => {
    const load = (prompt: string) =>
      loadWorkflow(`name: n\nsteps:\n  - { key: scan, agent: x, prompt: p }\n  - { key: b, agent: x, prompt: "${prompt}" }\n`, {
        catalogue,
      });
    expect(load('{{ filePath }} {{ order.id }} {{ scan.result }}')).toMatchObject({
      ok: true,
      document: {
        variables: [
          { name: 'filePath', type: 'string', required: true },
          { name: 'order', type: 'object', required: true },
        ],
      },
    });
    expect(load('{{ scann.result }}')).toMatchObject({ ok: false, problems: [{ code: 'UNKNOWN_NAME' }] });
  });

  it('a canonical document is never taken for it', () => {
    expect(lift({ pawl: 1, steps: [{ key: 'a' }] })).toEqual({ pawl: 1, steps: [{ key: 'a' }] });
    expect(lift({ steps: [{ id: 'a', parallel: {} }] })).toEqual({ steps: [{ id: 'a', parallel: {} }] });
  });
});

describe('the action dialect', () => {
  it('turns action, provider, parameters, position and description into ours', () => {
    const step = {
      id: 'a',
      type: 'action',
      action: { type: 'ai.analyze', provider: 'claude', parameters: { prompt: 'p' } },
      position: { x: 1, y: 2 },
      description: 'why',
      timeoutMs: 5,
    };
    expect(lift({ name: 'n', steps: [step] })).toEqual({
      name: 'n',
      steps: [{ id: 'a', action: 'ai.analyze', with: { provider: 'claude', prompt: 'p' }, notes: 'why', timeout: 5 }],
      layout: { a: { x: 1, y: 2 } },
    });
  });

  it('turns outgoing connections into what their targets need', () => {
    const step = (id: string, outputs: unknown[], more: object = {}) => ({
      id,
      type: 'action',
      action: { type: 'log' },
      connections: { outputs },
      ...more,
    });
    const lifted = lift({
      steps: [
        {
          id: 'if',
          type: 'condition',
          condition: { expression: 'a > 1' },
          connections: { outputs: [{ targetStepId: 'a' }, { targetStepId: 'b', label: 'No' }] },
        },
        step('a', [{ targetStepId: 'c', condition: { type: 'failure' }, label: 'broken' }]),
        step('b', [{ targetStepId: 'c', condition: { type: 'expression', expression: 'x == 1' } }, 'd']),
        step('c', [{ targetStepId: 'd', condition: 'always' }], { needs: ['b'] }),
        step('d', [
          { targetStepId: 'e', condition: 'y > 2' },
          { targetStepId: 'e', condition: true },
          { targetStepId: 'e', condition: { type: 'case', value: 'big' } },
        ]),
        step('e', []),
        step('alone', []),
      ],
    });
    expect(lifted).toMatchObject({
      steps: [
        { id: 'if', if: 'a > 1', needs: [] },
        { id: 'a', needs: [{ step: 'if', on: 'true' }] },
        { id: 'b', needs: [{ step: 'if', on: 'false', label: 'No' }] },
        { id: 'c', needs: ['b', { step: 'a', on: 'failure', label: 'broken' }, { step: 'b', on: { expression: 'x == 1' } }] },
        {
          id: 'd',
          needs: [
            { step: 'b', on: 'success' },
            { step: 'c', on: 'always' },
          ],
        },
        {
          id: 'e',
          needs: [
            { step: 'd', on: { expression: 'y > 2' } },
            { step: 'd', on: 'true' },
            { step: 'd', on: 'big' },
          ],
        },
        { id: 'alone', needs: [] },
      ],
    });
  });

  it('without connections the steps follow each other', () => {
    expect(
      lift({ steps: [{ name: 'Say it', action: { type: 'log', parameters: { message: 'x' } } }, 'no step', { action: { type: 'log' } }] }),
    ).toEqual({
      steps: [{ id: 'say_it', name: 'Say it', action: 'log', with: { message: 'x' } }, 'no step', { id: 'step', action: 'log' }],
    });
  });

  it('turns loops, branches and AI flows into the kind they are', () => {
    const inner = [{ id: 'i', action: { type: 'log' } }];
    const lifted = lift({
      steps: [
        { id: 'l1', type: 'loop', loop: { items: 'vars.list', maxIterations: 5, steps: inner } },
        { id: 'l2', type: 'loop', action: { parameters: { condition: 'x < 1', body: [{ id: 'j', action: { type: 'log' } }] } } },
        { id: 'l3', type: 'loop', count: 3, steps: [] },
        { id: 'l4', type: 'loop', count: 3 },
        {
          id: 'p1',
          type: 'parallel',
          branches: [[{ id: 'k', action: { type: 'log' } }], { name: 'Second one', steps: [] }, { id: 'single', action: { type: 'log' } }],
        },
        { id: 'p2', type: 'parallel', parallel: { left: [], right: 'wrong' } },
        { id: 'p3', type: 'parallel' },
        { id: 'f1', type: 'ai_flow', action: { provider: 'claude', parameters: { prompt: 'p' } } },
        { id: 'f2', type: 'ai_flow', agent: 'writer', prompt: 'p' },
        { id: 'f3', type: 'ai_flow' },
        { id: 'c', type: 'condition', action: { parameters: { condition: 'y' } } },
        { id: 'c2', type: 'condition' },
        { id: 'odd', type: 'other', action: 'log' },
      ],
    });
    const log = { action: 'log' };
    expect(lifted).toEqual({
      steps: [
        { id: 'l1', forEach: 'vars.list', maxIterations: 5, steps: [{ id: 'i', ...log }] },
        { id: 'l2', while: 'x < 1', steps: [{ id: 'j', ...log }] },
        { id: 'l3', times: 3, steps: [] },
        { id: 'l4', times: 3 },
        { id: 'p1', parallel: { branch_1: [{ id: 'k', ...log }], second_one: [], branch_3: [{ id: 'single', ...log }] } },
        { id: 'p2', parallel: { left: [], right: 'wrong' } },
        { id: 'p3' },
        { id: 'f1', action: 'ai.generate', with: { provider: 'claude', prompt: 'p' } },
        { id: 'f2', agent: 'writer', prompt: 'p' },
        { id: 'f3', action: 'ai.generate' },
        { id: 'c', if: 'y' },
        { id: 'c2' },
        { id: 'odd', type: 'other', action: 'log' },
      ],
    });
  });

  it('turns error handling into optional, retry and an edge to the fall-back', () => {
    const action = { type: 'log' };
    const lifted = lift({
      errorHandling: { strategy: 'continue', maxRetries: 1, notify: true },
      settings: { parallelism: 2 },
      steps: [
        { id: 'a', action, errorHandling: { onError: 'continue' } },
        { id: 'b', action, errorHandling: { strategy: 'retry', retryDelayMs: 5 } },
        { id: 'c', action, errorHandling: { strategy: 'retry', maxRetries: 7 } },
        { id: 'd', action, errorHandling: { strategy: 'fallback', fallbackStepId: 'e' } },
        { id: 'e', action, errorHandling: { strategy: 'panic' } },
        { id: 'f', action, errorHandling: 'none' },
      ],
    });
    expect(lifted).toEqual({
      errorHandling: { notify: true },
      settings: { continueOnError: true, retry: { maxRetries: 1 }, parallelism: 2 },
      steps: [
        { id: 'a', action: 'log', optional: true, needs: [] },
        { id: 'b', action: 'log', retry: { maxRetries: 3, delay: 5 }, needs: [] },
        { id: 'c', action: 'log', retry: { maxRetries: 7 }, needs: [] },
        { id: 'd', action: 'log', needs: [] },
        { id: 'e', action: 'log', errorHandling: { strategy: 'panic' }, needs: [{ step: 'd', on: 'failure' }] },
        { id: 'f', action: 'log', errorHandling: 'none', needs: [] },
      ],
    });
    expect(lift({ errorHandling: 'none', steps: 3 })).toEqual({ errorHandling: 'none', steps: 3 });
  });

  it('reports problems by the names and places of its own text', () => {
    const text = `name: n
steps:
  - name: Read
    type: action
    action:
      type: file.read
      provider: local
      parameters: { paht: x }
    connections:
      outputs: [{ targetStepId: nowhere }]
    position: { x: left, y: 1 }
  - name: Decide
    type: condition
    condition: { expression: "{{ raed.size }}" }
  - name: Each
    type: loop
    loop:
      items: vars.nothing
      steps: [{ name: In, type: action, action: { type: lgo } }]
`;
    expect(placesOf(text)).toEqual([
      'UNKNOWN_KEY steps[0].action.provider 7:7',
      'MISSING_KEY steps[0].action.parameters.path 8:19',
      'UNKNOWN_KEY steps[0].action.parameters.paht 8:21',
      'UNKNOWN_STEP steps[0].connections.outputs[0].targetStepId 10:33',
      'WRONG_TYPE steps[0].position.x 11:20',
      'UNKNOWN_NAME steps[1].condition.expression 14:30',
      'UNKNOWN_VARIABLE steps[2].loop.items 18:14',
      'UNKNOWN_ACTION steps[2].loop.steps[0].action.type 19:57',
    ]);
  });

  it('a ring of connections is refused with the way round', () => {
    const step = (id: string, target: string): string =>
      `  - { id: ${id}, action: { type: log, parameters: { message: x } }, connections: { outputs: [{ targetStepId: ${target} }] } }`;
    const found = loadWorkflow(`name: n\nsteps:\n${step('a', 'b')}\n${step('b', 'a')}\n`, { catalogue }).problems;
    expect(found).toMatchObject([{ code: 'CYCLE', message: expect.stringContaining('a → b → a') }]);
  });
});
