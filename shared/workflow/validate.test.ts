import { describe, expect, it } from 'vitest';
import { smallCatalogue as catalogue } from '../../test/support/small-catalogue.ts';
import { loadWorkflow } from './load.ts';

/** The messages of a document made of these steps (flow YAML) and other top-level lines. */
function messages(steps: string | readonly string[], ...top: string[]): string {
  const list = (typeof steps === 'string' ? [steps] : steps).map((step) => `  - ${step}`);
  const text = ['pawl: 1', 'name: t', ...top, 'steps:', ...list, ''].join('\n');
  return loadWorkflow(text, { catalogue })
    .problems.map(({ code, message }) => `${code} ${message}`)
    .join('\n');
}

const read = '{ id: read_file, action: file.read, with: { path: a.txt } }';
const log = (text: string, rest = ''): string => `{ id: say, action: log, with: { message: "${text}" }${rest} }`;

describe('ids', () => {
  it('are unique over the whole document', () => {
    const found = messages(
      ['{ id: a, delay: 1 }', '{ id: each, times: 2, steps: [{ id: a, delay: 1 }] }'],
      'finally: [{ id: each, delay: 1 }]',
    );
    expect(found).toContain('DUPLICATE_ID Two steps have the id `a`');
    expect(found).toContain('DUPLICATE_ID Two steps have the id `each`');
  });

  it('of triggers are unique among triggers', () => {
    const trigger = '{ id: t, type: schedule, config: { cron: x } }';
    expect(messages('{ id: t, delay: 1 }', `triggers: [${trigger}, ${trigger}]`)).toBe('DUPLICATE_ID Two triggers have the id `t`');
  });
});

describe('edges', () => {
  it.each([
    ['an unknown step, with the near miss', [read, '{ id: b, delay: 1, needs: [read_fil] }'], 'UNKNOWN_STEP', 'did you mean `read_file`?'],
    [
      'a step inside a loop',
      ['{ id: l, times: 1, steps: [{ id: i, delay: 1 }] }', '{ id: b, delay: 1, needs: [i] }'],
      'NEEDS_OTHER_LIST',
      'inside `l`',
    ],
    [
      'a step outside the loop',
      [read, '{ id: l, times: 1, steps: [{ id: i, delay: 1, needs: [read_file] }] }'],
      'NEEDS_OTHER_LIST',
      'in the list of main steps',
    ],
    [
      'a branch of a step that has none',
      [read, '{ id: b, delay: 1, needs: [{ step: read_file, on: true }] }'],
      'EDGE_CONDITION',
      '`read_file` is of kind `action`',
    ],
    [
      'a misspelt outcome',
      [read, '{ id: b, delay: 1, needs: [{ step: read_file, on: sucess }] }'],
      'EDGE_CONDITION',
      'did you mean `success`?',
    ],
    [
      'a case that a switch does not have',
      ['{ id: s, switch: "1", cases: [one, 2] }', '{ id: b, delay: 1, needs: [{ step: s, on: onee }] }'],
      'EDGE_CONDITION',
      'did you mean `one`?',
    ],
    ['itself', ['{ id: a, delay: 1, needs: [a] }'], 'CYCLE', 'a → a'],
    ['a ring', ['{ id: a, delay: 1, needs: [c] }', '{ id: b, delay: 1 }', '{ id: c, delay: 1 }'], 'CYCLE', 'a → b → c → a'],
    ['a ring in a branch', ['{ id: p, parallel: { x: [{ id: a, delay: 1, needs: [b] }, { id: b, delay: 1 }] } }'], 'CYCLE', 'a → b → a'],
  ])('%s is refused', (_, steps, code, message) => {
    expect(messages(steps)).toMatch(new RegExp(`^${code} `));
    expect(messages(steps)).toContain(message);
  });

  it('a step in finally is not one to wait for', () => {
    expect(messages('{ id: a, delay: 1, needs: [z] }', 'finally: [{ id: z, delay: 1 }]')).toContain('which stands in `finally`');
  });

  it('every condition that fits is accepted', () => {
    const steps = [
      '{ id: i, if: "true" }',
      '{ id: s, switch: "1", cases: [one, 2, true], needs: [{ step: i, on: true, label: yes }, { step: i, on: "false" }] }',
      '{ id: e, delay: 1, needs: [{ step: s, on: one }, { step: s, on: 2 }, { step: s, on: true }, { step: s, on: default }, { step: s, on: failure }] }',
      '{ id: f, delay: 1, join: any, needs: [{ step: e, on: always }, { step: e, on: { expression: "e.at" } }, i] }',
    ];
    expect(messages(steps)).toBe('');
  });
});

describe('actions and triggers', () => {
  it.each([
    ['an unknown action', '{ id: a, action: file.reed }', 'UNKNOWN_ACTION There is no action `file.reed`; did you mean `file.read`?'],
    ['an action named like a member of objects', '{ id: a, action: constructor }', 'UNKNOWN_ACTION There is no action `constructor`'],
    ['a missing parameter', '{ id: a, action: file.read }', 'MISSING_KEY `path` is missing; it must be a text'],
    [
      'an unknown parameter',
      '{ id: a, action: file.read, with: { path: x, encodng: utf8 } }',
      'UNKNOWN_KEY `encodng` is not a key here; did you mean `encoding`?',
    ],
    [
      'an unknown parameter inside another',
      '{ id: a, action: file.read, with: { path: x, options: { folow: true } } }',
      'UNKNOWN_KEY `folow` is not a key here; did you mean `follow`?',
    ],
    ['a value of another type', '{ id: a, action: file.read, with: { path: [x] } }', 'WRONG_TYPE `path` must be a text, not a list'],
    [
      'a value out of range',
      '{ id: a, action: file.read, with: { path: x, maxBytes: 2000 } }',
      'WRONG_VALUE `maxBytes` must be at most 1000',
    ],
    [
      'a word that is no choice',
      '{ id: a, action: file.read, with: { path: x, encoding: utf-8 } }',
      'WRONG_VALUE `encoding` must be `utf8` or `base64`, not "utf-8"; did you mean `utf8`?',
    ],
    ['a rule about the whole', '{ id: a, action: shell.run, with: {} }', 'WRONG_VALUE `with` needs either a command or a program'],
    [
      'a form of several',
      '{ id: a, action: shell.run, with: { command: ls, timeout: soon } }',
      'WRONG_VALUE `timeout`: Invalid string: must match pattern /^\\d+s$/',
    ],
    [
      'none of several forms',
      '{ id: a, action: shell.run, with: { command: ls, timeout: [1] } }',
      'WRONG_TYPE `timeout` must be a text or a number, not a list',
    ],
    [
      'a command where no variable can stand',
      '{ id: a, action: shell.run, with: { command: "echo \'{{ run.id }}\'", shell: bash } }',
      'UNSAFE_COMMAND no variable can stand in single quotes of bash',
    ],
    [
      'an action of a later release',
      '{ id: a, action: ai.analyze, with: { anything: 1 } }',
      'ACTION_UNAVAILABLE This version of Pawl cannot run the action `ai.analyze` yet (Asks a model)',
    ],
  ])('%s is reported', (_, step, message) => {
    expect(messages(step)).toBe(message);
  });

  it('what a placeholder will give is not judged, but the keys around it are', () => {
    const step =
      '{ id: a, action: file.read, with: { path: "{{ run.id }}", maxBytes: "{{ 5 }}", encoding: "{{ run.id }}", options: { follow: "{{ true }}" }, extra: 1 } }';
    expect(messages(step)).toBe('UNKNOWN_KEY `extra` is not a key here');
    expect(messages('{ id: a, action: shell.run, with: { command: "{{ run.id }}", timeout: "{{ run.attempt }}" } }')).toBe('');
    expect(messages('{ id: a, action: file.read, with: { maxBytes: "{{ 5 }}" } }')).toBe(
      'MISSING_KEY `path` is missing; it must be a text',
    );
  });

  it('triggers and their config are checked likewise', () => {
    const trigger = (text: string): string => messages('{ id: a, delay: 1 }', `triggers: [${text}]`);
    expect(trigger('{ type: schedul, config: { cron: x } }')).toContain(
      'UNKNOWN_TRIGGER There is no trigger `schedul`; did you mean `schedule`?',
    );
    expect(trigger('{ type: schedule }')).toBe('MISSING_KEY `cron` is missing; it must be a text');
    expect(trigger('{ type: file_change, config: { path: x, event: [a] } }')).toContain('did you mean `events`?');
    expect(trigger('{ type: webhook, config: { any: 1 } }')).toBe(
      'TRIGGER_UNAVAILABLE This version of Pawl cannot run the trigger `webhook` yet (Needs the local server)',
    );
  });
});

describe('variables', () => {
  it.each([
    ['a name that stands twice', '[{ name: a }, { name: a }]', 'DUPLICATE_VARIABLE The variable `a` stands twice'],
    [
      'a default of another type',
      '[{ name: a, type: number, default: "1" }]',
      'WRONG_TYPE The default of `a` must be of type number, not "1"',
    ],
    [
      'a default that is no choice',
      '[{ name: a, default: z, enum: [x, y] }]',
      'WRONG_VALUE The default of `a` is "z", which is none of its choices: x, y',
    ],
    ['a choice of another type', '[{ name: a, type: boolean, enum: [1] }]', 'WRONG_TYPE A choice of `a` must be of type boolean, not 1'],
  ])('%s is refused', (_, variables, message) => {
    expect(messages('{ id: s, delay: 1 }', `variables: ${variables}`)).toBe(message);
  });

  it('a name that expressions use for something else is a warning', () => {
    expect(messages('{ id: s, delay: 1 }', 'variables: [{ name: memory }]')).toBe(
      'RESERVED_NAME In expressions, `memory` is something else: this variable is reached only as `vars.memory`',
    );
  });

  it('every type accepts its own defaults', () => {
    const variables =
      '[{ name: a, type: array, default: [1] }, { name: o, type: object, default: {} }, { name: p, type: path, default: "~/x", enum: ["~/x"] }, { name: s, type: secret, default: x }, { name: l, type: array, default: [1], enum: [[1], [2]] }]';
    expect(messages('{ id: s, delay: 1 }', `variables: ${variables}`)).toBe('');
  });

  it('a trigger sets only variables that are declared', () => {
    const found = messages(
      '{ id: s, delay: 1 }',
      'variables: [{ name: path }]',
      'triggers: [{ type: schedule, config: { cron: x }, with: { paht: "{{ trigger.x }}" } }]',
    );
    expect(found).toBe('UNKNOWN_VARIABLE The trigger sets `paht`, but there is no such variable; did you mean `path`?');
  });
});

describe('expressions', () => {
  it.each([
    ['a placeholder that is not closed', [log('{{ run.id')], 'TEMPLATE_SYNTAX A placeholder is not closed'],
    ['an unknown step', [read, log('{{ steps.readfile.output }}')], 'UNKNOWN_STEP There is no step `readfile`; did you mean `read_file`?'],
    ['an unknown field of a step', [read, log('{{ steps.read_file.outptu }}')], 'did you mean `output`?'],
    [
      'a field of the output without `output`',
      [read, log('{{ steps.read_file.content }}')],
      'did you mean `steps.read_file.output.content`?',
    ],
    [
      'an unknown field of an output',
      [read, log('{{ steps.read_file.output.contnet }}')],
      'UNKNOWN_FIELD `steps.read_file.output` has no `contnet`, only content, size, lines, extra; did you mean `content`?',
    ],
    [
      'an unknown field deep in an output',
      [read, log('{{ read_file.lines[0].txt }}')],
      '`steps.read_file.output.lines[0]` has no `txt`, only text; did you mean `text`?',
    ],
    ['an unknown field of an if', ['{ id: i, if: "1" }', log('{{ i.reslt }}')], 'did you mean `result`?'],
    ['an unknown branch of a parallel', ['{ id: p, parallel: { left: [{ delay: 1 }] } }', log('{{ p.lft }}')], 'did you mean `left`?'],
    [
      'an unknown name',
      [read, log('{{ redfile }}')],
      'UNKNOWN_NAME `redfile` is no variable, no step and no root such as `trigger` or `vars`; did you mean `read_file`?',
    ],
    ['an unknown name in JavaScript', [log('{{ Math.max(1, nothing + 1) }}')], 'UNKNOWN_NAME `nothing`'],
    [
      'a step with a dash in JavaScript',
      ['{ id: a-b, delay: 1 }', '{ id: i, if: "a-b.at == 1" }'],
      'inside JavaScript write `steps["a-b"].output`',
    ],
    ['an unknown variable', [log('{{ vars.nothing }}')], 'UNKNOWN_VARIABLE There is no variable `nothing`'],
    [
      'an unknown fact of the run',
      [log('{{ run.ids }}')],
      'UNKNOWN_FIELD `run` has no `ids`, only id, workflow, startedAt, date, attempt; did you mean `id`?',
    ],
    [
      'an environment variable that is not declared',
      [log('{{ env.HOME }}')],
      'UNDECLARED_ENVIRONMENT The workflow does not declare the environment variable `HOME`',
    ],
    ['item outside a loop', [log('{{ item.x }}')], 'OUTSIDE_LOOP `item` exists only in the steps of a loop'],
    ['index outside a loop', ['{ id: a, if: "index > 1" }'], 'OUTSIDE_LOOP `index`'],
    ['itself', [log('{{ say.message }}')], 'STEP_NOT_BEFORE `say` cannot have ended here: it is this very step'],
    ['a step that is not waited for', [read, log('{{ read_file.size }}', ', needs: []')], '`say` does not wait for it: add it to `needs`'],
    ['a step that comes later', [log('{{ read_file.size }}'), read], 'STEP_NOT_BEFORE `read_file` cannot have ended here'],
    [
      'a step inside a loop',
      ['{ id: l, times: 1, steps: [{ id: i, delay: 1 }] }', log('{{ i.at }}')],
      'it stands inside `l`: use the output of `l`',
    ],
    ['the loop around it', ['{ id: l, times: 1, steps: [{ id: i, if: "l.count > 1" }] }'], 'STEP_NOT_BEFORE `l` cannot have ended'],
    ['another branch', ['{ id: p, parallel: { a: [{ id: x, delay: 1 }], b: [{ id: y, if: "x.at" }] } }'], 'STEP_NOT_BEFORE `x`'],
    [
      'in an edge',
      [read, '{ id: b, delay: 1, needs: [{ step: read_file, on: { expression: "read_fle.size" } }] }'],
      'did you mean `read_file`?',
    ],
    ['in a list of items', ['{ id: l, forEach: ["{{ nothing }}"], steps: [{ delay: 1 }] }'], 'UNKNOWN_NAME `nothing`'],
    ['in the time to wait for', ['{ id: u, until: "vars.nothing" }', '{ id: d, delay: "vars.nowhere" }'], '`nothing`'],
    ['an escalation of no model', ['{ id: d, action: log, with: { message: x }, escalate: { when: failure } }'], 'ESCALATE_WITHOUT_MODEL'],
    ['a whole memory', [log('{{ memory.bot }}')], 'MEMORY_PATH `memory.bot` is more than one value'],
    ['in what a step is cached by', ['{ id: d, delay: 1, cache: { key: "{{ nothing }}" } }'], 'UNKNOWN_NAME'],
  ])('%s is found before anything runs', (_, steps, message) => {
    expect(messages(steps)).toContain(message);
  });

  it('everything that will be there is accepted', () => {
    const steps = [
      read,
      log(
        '{{ steps.read_file.output.content }} {{ read_file.lines.length }} {{ read_file.extra.whatever }} {{ read_file.lines.map(l => l.text) }}',
      ),
      '{ id: bare, if: "level == 1 && vars.level == 1 && read_file.size > 0 && trigger.x && memory.bot.key && workflow.name" }',
      '{ id: l, forEach: "read_file.lines", environment: { OWN: x }, collect: "inner.message + index", steps: [{ id: inner, action: log, with: { message: "{{ item.text }} {{ index }} {{ read_file.size }} {{ env.OWN }} {{ env.ALL }}" } }] }',
      '{ id: w, while: "inner2.at ?? true", steps: [{ id: inner2, delay: 1 }] }',
      '{ id: wait, waitFor: { event: "x.{{ run.id }}", match: "event.id == vars.level" } }',
      '{ id: made, action: set, with: { variables: { total: 1 } } }',
      '{ id: use, action: log, with: { message: "{{ vars.total + total }} {{ wait.anything }} {{ steps.l.output.items[0] }} {{ l.count }} {{ steps.made.error.code }}" } }',
      '{ id: boss, agent: a, prompt: "{{ use.message }}" }',
      '{ id: shaped, action: file.read, with: { path: x }, outputSchema: { type: object } }',
      '{ id: last, action: log, with: { message: "{{ boss.anything.at.all }} {{ shaped.own }} {{ approve.approved }}" }, needs: [shaped, approve] }',
      '{ id: approve, approve: { message: "{{ read_file.size }}?" }, needs: [boss] }',
    ];
    const top = [
      'variables: [{ name: level, type: number, default: 1 }]',
      'settings: { environment: { ALL: null }, concurrency: { key: "{{ trigger.x }}" } }',
      'outputs: { size: "{{ read_file.size }}", last: "{{ steps.tidy.output.message }}" }',
      'finally: [{ id: tidy, action: log, with: { message: "{{ last.message }} {{ steps.l.status }}" } }]',
    ];
    expect(messages(steps, ...top)).toBe('');
  });

  it('a step in finally comes after all others, and is itself no exception to order', () => {
    const tidy = 'finally: [{ id: tidy, delay: 1 }, { id: later, if: "tidy.at && early.at", needs: [] }]';
    const found = messages(['{ id: early, delay: 1 }', log('{{ tidy.at }}')], tidy);
    expect(found).toContain('STEP_NOT_BEFORE `tidy` cannot have ended here: it runs in `finally`, after all others');
    expect(found).toContain('`later` does not wait for it');
    expect(found).not.toContain('`early`');
  });

  it('outputs and triggers see what is there at their time', () => {
    const loop = '{ id: l, times: 1, steps: [{ id: i, delay: 1 }] }';
    expect(messages(loop, 'outputs: { x: "{{ i.at }}" }')).toContain('it stands inside `l`: use the output of `l`');
    const early = messages(
      loop,
      'variables: [{ name: v }]',
      'triggers: [{ type: schedule, config: { cron: x }, with: { v: "{{ l.count }}" } }]',
    );
    expect(early).toContain('this is evaluated before the first step starts');
  });

  it('a step whose own text is wrong does not make others wrong', () => {
    const found = messages([
      '{ id: broken, acton: x }',
      log('{{ broken.anything }}'),
      '{ id: c, delay: 1, needs: [{ step: broken, on: true }] }',
    ]);
    expect(found.split('\n')).toHaveLength(1);
  });

  it('three thousand steps that each name the first are checked in a few seconds', () => {
    const steps = Array.from({ length: 3000 }, (_, index) => `{ id: s${index}, if: "${index === 0 ? 'true' : 's0.result'}" }`);
    const start = performance.now();
    expect(messages(steps)).toBe('');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
