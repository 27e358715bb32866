import { describe, expect, it } from 'vitest';
import { applyEdits } from './apply-edits.ts';
import { copySteps } from './copy-steps.ts';
import type { WorkflowEdit } from './edit.ts';

const chain = `# the head
name: Chain
steps:
  # reads
  - id: a
    action: file.read   # as text
    with: { path: "x" }

  - id: b
    action: log
    with: { message: "{{ a.content }}" }

  # the last
  - id: c
    action: log
    with:
      message: '{{ steps.a.output.content }} and {{ steps["b"].status }}'
`;

function edit(text: string, ...edits: WorkflowEdit[]): string {
  const result = applyEdits(text, edits);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

function refuse(text: string, ...edits: WorkflowEdit[]): string {
  const result = applyEdits(text, edits);
  return result.ok ? `done: ${result.text}` : result.problems.map(({ code }) => code).join();
}

const log = (id: string) => ({ id, action: 'log', with: { message: id } });

describe('adding a step', () => {
  it('at the end follows the step above, and nothing else of the text changes', () => {
    expect(edit(chain, { type: 'add-step', step: log('d'), list: { of: 'workflow' } })).toBe(
      `${chain}
  - id: d
    action: log
    with:
      message: d
`,
    );
  });

  it('in the middle leaves what others wait for as it was', () => {
    const text = edit(chain, { type: 'add-step', step: log('d'), list: { of: 'workflow' }, index: 1, after: [] });
    expect(text).toBe(
      chain.replace(
        '  - id: b\n',
        `  - id: d
    needs: []
    action: log
    with:
      message: d

  - id: b
    needs: [a]
`,
      ),
    );
  });

  it('makes the first list, and gives a taken id a number', () => {
    expect(edit('name: New\nsteps: []\n', { type: 'add-step', step: log('d'), list: { of: 'workflow' } })).toBe(
      'name: New\nsteps:\n  - id: d\n    action: log\n    with:\n      message: d\n',
    );
    expect(edit(chain, { type: 'add-step', step: log('a'), list: { of: 'finally' } })).toContain('finally:\n  - id: a_2\n');
  });
});

describe('an edge', () => {
  it('takes a new step in, and removing the step restores the text', () => {
    const spliced = edit(chain, { type: 'splice-step', step: log('d'), edge: { from: 'a', to: 'b', on: 'success' } });
    expect(spliced).not.toContain('needs');
    expect(edit(spliced, { type: 'remove-steps', steps: ['d'], keepWire: true })).toBe(chain);
  });

  it('is written where the place says something else, and left out where it says enough', () => {
    const connected = edit(chain, { type: 'connect', edge: { from: 'a', to: 'c', on: 'failure' }, label: 'broken' });
    expect(connected).toContain('    needs: [b, { step: a, on: failure, label: broken }]\n');
    expect(edit(connected, { type: 'disconnect', edge: { from: 'a', to: 'c', on: 'failure' } })).toBe(chain);
    expect(edit(chain, { type: 'disconnect', edge: { from: 'b', to: 'c', on: 'success' } })).toContain('  - id: c\n    needs: []\n');
  });

  it('changes its condition and label', () => {
    const changed = edit(chain, {
      type: 'change-edge',
      edge: { from: 'b', to: 'c', on: 'success' },
      on: { expression: 'x > 1' },
      label: 'big',
    });
    expect(changed).toContain('needs: [{ step: b, on: { expression: x > 1 }, label: big }]');
  });

  it('that would close a ring or lead to another list is refused', () => {
    expect(refuse(chain, { type: 'connect', edge: { from: 'c', to: 'a', on: 'success' } })).toBe('CYCLE');
    const loop = `${chain}  - id: l\n    times: 2\n    steps:\n      - { id: i, delay: 1s }\n`;
    expect(refuse(loop, { type: 'connect', edge: { from: 'a', to: 'i', on: 'success' } })).toBe('NEEDS_OTHER_LIST');
    expect(refuse(loop, { type: 'disconnect', edge: { from: 'a', to: 'c', on: 'success' } })).toBe('UNKNOWN_EDGE');
  });
});

describe('removing', () => {
  it('without the wire, what followed starts at once', () => {
    expect(edit(chain, { type: 'remove-steps', steps: ['b'], keepWire: false })).toContain('  - id: c\n    needs: []\n');
  });

  it('whoever waited for a failure waits for that of the step before', () => {
    const text = edit(chain, { type: 'change-edge', edge: { from: 'b', to: 'c', on: 'success' }, on: 'failure' });
    expect(edit(text, { type: 'remove-steps', steps: ['b'], keepWire: true })).toContain('needs: [{ step: a, on: failure }]');
  });
});

describe('moving and wrapping', () => {
  it('a step that moves in its list waits for what it waited for', () => {
    const text = edit(chain, { type: 'move-steps', steps: ['c'], list: { of: 'workflow' }, index: 0 });
    expect(text).toMatch(/steps:\n[\s\S]*- id: c\n {4}needs: \[b\][\s\S]*- id: a\n {4}needs: \[\][\s\S]*- id: b/);
    expect(text).toContain('# the last');
  });

  it('steps become the inside of a box, which takes over their edges', () => {
    const text = edit(chain, { type: 'wrap-steps', steps: ['b'], box: { id: 'each', forEach: 'vars.list', steps: [] } });
    expect(text).toContain(`  - id: each
    forEach: vars.list
    steps:
      - id: b
        action: log
        with: { message: "{{ a.content }}" }

  # the last
  - id: c
    action: log
`);
    const branched = edit(chain, { type: 'wrap-steps', steps: ['b', 'c'], box: { id: 'p', parallel: {} }, branch: 'left' });
    expect(branched).toContain('  - id: p\n    parallel:\n      left:\n        - id: b\n');
    expect(refuse(chain, { type: 'wrap-steps', steps: ['a', 'c'], box: { times: 2, steps: [] } })).toBe('CYCLE');
  });

  it('a step goes into a box and out again', () => {
    const boxed = edit(chain, { type: 'wrap-steps', steps: ['b'], box: { id: 'box', times: 2, steps: [] } });
    const out = edit(boxed, { type: 'move-steps', steps: ['b'], list: { of: 'workflow' }, index: 1 });
    expect(out).toContain('    steps: []\n');
    expect(edit(out, { type: 'move-steps', steps: ['c'], list: { of: 'loop', step: 'box' } })).toContain(
      '    steps:\n      # the last\n      - id: c\n',
    );
    expect(refuse(boxed, { type: 'move-steps', steps: ['box'], list: { of: 'loop', step: 'box' } })).toBe('INTO_ITSELF');
  });
});

describe('renaming', () => {
  it('is followed by references, edges, places and rewinds, not by strings that only look alike', () => {
    const text = `name: N
variables: [{ name: size, default: 1 }]
steps:
  - { id: a, action: log, with: { message: "a steps.a.output {{ 'a' + a.x + steps.a.status }} {{ [1].map(b => a.y + b) }}" } }
  - { id: size, delay: 1s, needs: [a] }
  - { id: z, if: "a.n > size && {a}.a", needs: [{ step: a, on: { expression: "a.ok" } }] }
  - { id: ask, approve: { message: "{{ a }}", rewindTo: a } }
outputs: { all: "{{ steps.a.output }}", n: "{{ size }}" }
layout: { a: { x: 1, y: 2 } }
`;
    expect(edit(text, { type: 'rename-step', step: 'a', to: 'b' })).toBe(`name: N
variables: [{ name: size, default: 1 }]
steps:
  - { id: b, action: log, with: { message: "a steps.a.output {{ 'a' + b.x + steps.b.status }} {{ [1].map(b => steps.b.output.y + b) }}" } }
  - { id: size, delay: 1s, needs: [b] }
  - { id: z, if: "b.n > size && {a: b}.a", needs: [{ step: b, on: { expression: b.ok } }] }
  - { id: ask, approve: { message: "{{ b }}", rewindTo: b } }
outputs: { all: "{{ steps.b.output }}", n: "{{ size }}" }
layout: { b: { x: 1, y: 2 } }
`);
    expect(edit(text, { type: 'rename-step', step: 'a', to: 'a-1' })).toContain(
      `{{ 'a' + steps["a-1"].output.x + steps["a-1"].status }}`.replaceAll('"', '\\"'),
    );
    expect(edit(text, { type: 'rename-step', step: 'size', to: 'other' })).toContain('if: "a.n > size');
    expect(refuse(text, { type: 'rename-step', step: 'a', to: 'z' }, { type: 'place', positions: {} })).toBe('DUPLICATE_ID');
    expect(refuse(text, { type: 'rename-step', step: 'a', to: '1a' })).toBe('WRONG_ID');
  });
});

describe('values', () => {
  it('are set where the order of keys has them, and taken out with the map that held only them', () => {
    const set = edit(
      chain,
      { type: 'set-in-step', step: 'b', path: ['retry', 'maxRetries'], value: 3 },
      { type: 'set-in-step', step: 'b', path: ['when'], value: 'a.size > 1' },
      { type: 'set-in-workflow', path: ['settings', 'timeout'], value: '5m' },
      { type: 'set-in-workflow', path: ['name'], value: 'Other' },
      { type: 'place', positions: { b: { x: 10.4, y: 3 } } },
    );
    expect(set).toContain(
      '  - id: b\n    when: a.size > 1\n    action: log\n    with: { message: "{{ a.content }}" }\n    retry:\n      maxRetries: 3\n',
    );
    expect(set).toContain('name: Other\nsettings:\n  timeout: 5m\nsteps:\n');
    expect(set).toContain('layout:\n  b: { x: 10, y: 3 }\n');
    expect(
      edit(
        set,
        { type: 'set-in-step', step: 'b', path: ['retry', 'maxRetries'], value: undefined },
        { type: 'set-in-step', step: 'b', path: ['when'], value: undefined },
        { type: 'set-in-workflow', path: ['settings', 'timeout'], value: undefined },
        { type: 'set-in-workflow', path: ['name'], value: 'Chain' },
        { type: 'place', positions: { b: null } },
      ),
    ).toBe(chain);
  });

  it('a name that an id was made from changes, and the id does not', () => {
    const text = 'name: N\nsteps:\n  - name: Say it\n    action: log\n    with: { message: x }\n  - { delay: 1s, needs: [say_it] }\n';
    expect(edit(text, { type: 'set-in-step', step: 'say_it', path: ['name'], value: 'Tell' })).toContain(
      '  - id: say_it\n    name: Tell\n',
    );
  });

  it('in JSON stay JSON, and line ends stay what they are', () => {
    const json = `${JSON.stringify({ name: 'J', steps: [log('a'), log('b')] }, null, 2)}\n`;
    const edited = edit(json, { type: 'set-in-step', step: 'b', path: ['needs'], value: [] });
    expect(JSON.parse(edited)).toMatchObject({ steps: [{}, { needs: [] }] });
    expect(edit(edited, { type: 'set-in-step', step: 'b', path: ['needs'], value: undefined })).toBe(json);
    const crlf = edit(chain.replaceAll('\n', '\r\n'), { type: 'add-step', step: log('d'), list: { of: 'workflow' } });
    expect(crlf.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('copy and paste', () => {
  it('pasted steps have ids of their own, and name each other by them', () => {
    const copied = copySteps(chain, ['a', 'b']);
    expect(copied).toBe(
      '- id: a\n  action: file.read\n  with:\n    path: x\n- id: b\n  action: log\n  with:\n    message: "{{ a.content }}"\n',
    );
    const text = edit(chain, { type: 'paste', text: copied, list: { of: 'workflow' }, position: { x: 5, y: 7 } });
    expect(text).toContain('  - id: a_2\n    needs: []\n');
    expect(text).toContain('message: "{{ a_2.content }}"');
    expect(text).toContain('layout:\n  a_2: { x: 5, y: 7 }\n');
    expect(copySteps(chain, ['c'])).not.toContain('needs');
    expect(refuse(chain, { type: 'paste', text: 'hello', list: { of: 'workflow' } })).toBe('NO_STEPS');
  });
});

it('all edits of a call are done, or none', () => {
  expect(refuse(chain, { type: 'place', positions: { a: { x: 1, y: 1 } } }, { type: 'remove-steps', steps: ['x'], keepWire: true })).toBe(
    'UNKNOWN_STEP',
  );
});

it('a text in a dialect becomes canonical with its first edit', () => {
  const text = 'name: D\nsteps:\n  - { key: a, agent: writer, prompt: p }\n  - { key: b, agent: writer, prompt: p, dependencies: [a] }\n';
  expect(edit(text, { type: 'set-in-step', step: 'b', path: ['prompt'], value: 'q' })).toBe(
    'pawl: 1\nname: D\nversion: 1.0.0\nsteps:\n  - id: a\n    needs: []\n    agent: writer\n    prompt: p\n  - id: b\n    needs:\n      - a\n    agent: writer\n    prompt: q\n',
  );
});

it('what stands behind an alias is not changed by the way', () => {
  const text = 'name: A\nsteps:\n  - { id: a, action: log, with: &w { message: x } }\n  - { id: b, action: log, with: *w }\n';
  expect(refuse(text, { type: 'set-in-step', step: 'b', path: ['with', 'message'], value: 'y' })).toBe('BEHIND_ALIAS');
  expect(refuse(text, { type: 'remove-steps', steps: ['a'], keepWire: true })).toBe('BEHIND_ALIAS');
  expect(edit(text, { type: 'set-in-step', step: 'b', path: ['with'], value: { message: 'y' } })).toContain('with: { message: y }');
});

describe('renaming a branch', () => {
  const parallel = `name: P
steps:
  - id: tables
    parallel:
      # who
      authors:
        # counts them
        - { id: by_author, action: log, with: { message: "x" } } # first
      files:
        - { id: by_file, action: log, with: { message: "x" } }
  - id: end
    action: log
    with: { message: "{{ tables.authors.message }} {{ steps.tables.output.authors }} {{ steps.tables.output['authors'].a + tables.files }} authors" }
outputs: { o: "{{ tables.authors.message }}", p: "{{ authors }}" }
`;

  it('keeps its place, its steps and its comments, and what reads it follows', () => {
    const renamed = edit(parallel, { type: 'rename-branch', step: 'tables', from: 'authors', to: 'people' });
    expect(renamed).toBe(
      parallel
        .replace('      authors:', '      people:')
        .replace(
          '{{ tables.authors.message }} {{ steps.tables.output.authors }}',
          '{{ tables.people.message }} {{ steps.tables.output.people }}',
        )
        .replace("output['authors']", "output['people']")
        .replace('o: "{{ tables.authors.message }}"', 'o: "{{ tables.people.message }}"'),
    );
    expect(edit(renamed, { type: 'rename-branch', step: 'tables', from: 'people', to: 'authors' })).toBe(parallel);
  });

  it('steps are still found in it by the edits behind it', () => {
    const text = edit(
      parallel,
      { type: 'rename-branch', step: 'tables', from: 'authors', to: 'people' },
      { type: 'add-step', step: log('more'), list: { of: 'branch', step: 'tables', branch: 'people' } },
    );
    expect(text).toMatch(/people:\n[\s\S]*id: more[\s\S]*files:/);
  });

  it('is refused where the name is taken or is none', () => {
    expect(refuse(parallel, { type: 'rename-branch', step: 'tables', from: 'authors', to: 'files' })).toBe('DUPLICATE_ID');
    expect(refuse(parallel, { type: 'rename-branch', step: 'tables', from: 'authors', to: 'a b' })).toBe('WRONG_ID');
    expect(refuse(parallel, { type: 'rename-branch', step: 'tables', from: 'none', to: 'a' })).toBe('UNKNOWN_BRANCH');
  });
});
