import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planOf, Walk } from '../../../test/support/engine-walk.ts';
import { catalogue } from '../../catalogue.ts';
import { drawSource } from '../load.ts';
import type { Problem } from '../problem.ts';
import type { WorkflowDocument } from '../schema.ts';
import { isScript } from './is-script.ts';
import { parseScript } from './parse-script.ts';
import { writeScript } from './write-script.ts';

function problemsOf(script: string): readonly Problem[] {
  const parsed = parseScript(script);
  return parsed.ok ? drawSource(parsed.source, { catalogue }).problems : parsed.problems;
}

function load(lines: string, name = 'x'): WorkflowDocument {
  const parsed = parseScript(`ORCHESTRATE WORKFLOW "${name}"\n${lines}\nEND WORKFLOW\n`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 1));
  const { document } = drawSource(parsed.source, { catalogue });
  if (document === undefined) throw new Error('nothing was read');
  return document;
}

const customerSupport = readFileSync(new URL('../../../test/fixtures/workflows/customer-support.bas', import.meta.url), 'utf8');

describe('customer-support.bas', () => {
  it('is the document that a reader expects', () => {
    const parsed = parseScript(customerSupport);
    const { document, problems } = parsed.ok
      ? drawSource(parsed.source, { catalogue })
      : { document: undefined, problems: parsed.problems };
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(document).toMatchObject({
      name: 'customer-support',
      variables: [{ name: 'order_amount', required: true }],
      steps: [
        { id: 'step_1', agent: 'classifier', prompt: 'analyze complaint' },
        { id: 'step_2', agent: 'order-checker' },
        { id: 'if', if: 'order_amount > 100' },
        { id: 'step_3', approve: { from: 'manager@company.example', timeout: '30m' } },
        {
          id: 'step_4',
          needs: ['step_3', { step: 'if', on: false }],
          parallel: { A: [{ agent: 'refund-processor' }], B: [{ agent: 'inventory-updater' }] },
        },
        { action: 'memory.share', with: { agent: 'customer-support', key: 'resolution_method', with: 'support-bot-2' } },
        { action: 'event.publish', with: { name: 'workflow_completed' } },
      ],
    });
  });

  it('is written as it was read, with its input declared', () => {
    const parsed = parseScript(customerSupport);
    const document = parsed.ok ? drawSource(parsed.source, { catalogue }).document : undefined;
    if (document === undefined) throw new Error('not read');
    const written = writeScript(document);
    expect(written.replace(/ {2}INPUT .*\n\n/, '')).toBe(customerSupport);
    expect(written).toMatch(/ {2}INPUT order_amount .*REQUIRED\n/);
  });

  function walk(answer: 'true' | 'false', approved?: 'true' | 'false'): Walk {
    const parsed = parseScript(customerSupport);
    const document = parsed.ok ? drawSource(parsed.source, { catalogue }).document : undefined;
    if (document === undefined) throw new Error('not read');
    const run = new Walk(planOf(document as unknown as { steps: object[] }));
    run.succeed('step_1', 'step_2');
    run.choose('if', answer);
    if (approved !== undefined) run.choose('step_3', approved);
    return run;
  }

  it('below the limit nobody is asked, and both branches run', () => {
    const run = walk('false');
    expect(Object.keys(run.skipped)).toEqual(['step_3']);
    run.begin('step_4');
    expect(run.asked).toEqual(['step_4/A/refund_processor', 'step_4/B/inventory_updater']);
  });

  it('above it the branches run once somebody has approved', () => {
    const waiting = walk('true');
    expect(waiting.asked).toEqual(['step_3']);
    expect(walk('true', 'true').asked).toEqual(['step_4']);
  });

  it('what was rejected does not go on', () => {
    const run = walk('true', 'false');
    expect(run.asked).toEqual([]);
    expect(Object.keys(run.skipped)).toEqual(['step_4', 'memory_share', 'event_publish']);
    expect(run.state.ended).toBe('completed');
  });
});

describe('blocks', () => {
  function idsRun(document: WorkflowDocument, choices: Record<string, string>): string[] {
    const run = new Walk(planOf(document as unknown as { steps: object[] }));
    const ran: string[] = [];
    for (let [next] = run.asked; next !== undefined; [next] = run.asked) {
      ran.push(next);
      const choice = choices[next];
      if (choice === undefined) run.succeed(next);
      else run.choose(next, choice);
    }
    return ran;
  }

  const act = (id: string): string => `STEP ${id}: ACTION "log" WITH message = "x"\n`;

  it('the line behind END IF runs whichever way was taken', () => {
    const document = load(`STEP c: IF vars.a > 1 THEN\n${act('yes')}${act('yes2')}ELSE\n${act('no')}END IF\n${act('end')}`);
    expect(idsRun(document, { c: 'true' })).toEqual(['c', 'yes', 'yes2', 'end']);
    expect(idsRun(document, { c: 'false' })).toEqual(['c', 'no', 'end']);
  });

  it('an IF within an IF, at its end too', () => {
    const document = load(`STEP a: IF 1 THEN\nSTEP b: IF 2 THEN\n${act('both')}END IF\nEND IF\n${act('end')}`);
    expect(idsRun(document, { a: 'true', b: 'true' })).toEqual(['a', 'b', 'both', 'end']);
    expect(idsRun(document, { a: 'true', b: 'false' })).toEqual(['a', 'b', 'end']);
    expect(idsRun(document, { a: 'false' })).toEqual(['a', 'end']);
  });

  it('ELSE IF asks only where the one before it did not hold', () => {
    const document = load(`STEP a: IF 1 THEN\n${act('one')}ELSE IF 2 THEN\n${act('two')}ELSE\n${act('three')}END IF\n${act('end')}`);
    expect(idsRun(document, { a: 'true' })).toEqual(['a', 'one', 'end']);
    expect(idsRun(document, { a: 'false', if: 'true' })).toEqual(['a', 'if', 'two', 'end']);
    expect(idsRun(document, { a: 'false', if: 'false' })).toEqual(['a', 'if', 'three', 'end']);
  });

  it('a SWITCH runs one case, and goes on behind END SWITCH', () => {
    const document = load(`STEP s: SWITCH kind\nCASE "a"\n${act('a')}CASE 2\n${act('b')}CASE ELSE\n${act('c')}END SWITCH\n${act('end')}`);
    expect(idsRun(document, { s: 'a' })).toEqual(['s', 'a', 'end']);
    expect(idsRun(document, { s: '2' })).toEqual(['s', 'b', 'end']);
    expect(idsRun(document, { s: 'default' })).toEqual(['s', 'c', 'end']);
  });

  it('one ON EVENT around everything is a trigger; several tell by the event what runs', () => {
    const only = load(`ON EVENT "order.new" DO\n${act('one')}END ON`);
    expect(only).toMatchObject({ triggers: [{ type: 'event', config: { name: 'order.new' } }], steps: [{ id: 'one' }] });
    expect(writeScript(only)).toContain('ON EVENT "order.new" DO\n    STEP one:');
    const several = load(`ON EVENT "a" DO\n${act('one')}END ON\nON EVENT "b" DO\n${act('two')}END ON\n${act('rest')}`);
    expect(several.triggers).toHaveLength(2);
    expect(idsRun(several, { on_a: 'true' })).toEqual(['on_a', 'one']);
    expect(idsRun(several, { on_a: 'false', on_b: 'true' })).toEqual(['on_a', 'on_b', 'two']);
    expect(idsRun(several, { on_a: 'false', on_b: 'false' })).toEqual(['on_a', 'on_b', 'rest']);
  });
});

describe('names', () => {
  it('the variable of a FOR EACH is the item', () => {
    const document = load(
      'FOR EACH file IN files\nSTEP r: ACTION "file.read" WITH path = "{{ file.name }}.txt"\nIF file.size > 1 THEN\nEND IF\nNEXT file',
    );
    expect(document.steps[0]).toMatchObject({
      forEach: 'files',
      steps: [{ with: { path: '{{ item.name }}.txt' } }, { if: 'item.size > 1' }],
    });
    expect(document.variables).toMatchObject([{ name: 'files' }]);
  });

  it('the variable of an outer loop is not to be had in an inner one, which is told', () => {
    const [problem] = problemsOf(
      'ORCHESTRATE WORKFLOW "x"\nFOR EACH a IN as\nFOR EACH b IN bs\nACTION "log" WITH message = a\nNEXT\nNEXT\nEND WORKFLOW\n',
    );
    expect(problem).toMatchObject({ code: 'OUTER_LOOP_VARIABLE', line: 4, column: 29 });
  });

  it('an answer that is given a name is its text', () => {
    const document = load(
      'answer = LLM "Hello" WITH OPTIMIZE FOR "speed"\nACTION "log" WITH message = "It said: {{ answer }}, {{ answer.model }}"',
    );
    expect(document.steps).toMatchObject([
      { id: 'answer', action: 'ai.generate', with: { prompt: 'Hello', optimizeFor: 'speed' } },
      { with: { message: 'It said: {{ answer.text }}, {{ answer.model }}' } },
    ]);
  });
});

describe('comments', () => {
  it('are the notes of the step below, beside or above them', () => {
    const document = load("' one\nREM two\nSTEP a: ACTION \"log\" WITH message = 1 ' three\nIF a THEN\nSTEP b: WAIT 5\n' four\nEND IF");
    expect(document.steps).toMatchObject([{ id: 'a', notes: 'one\ntwo\nthree' }, {}, { id: 'b', notes: 'four' }]);
    expect(document.steps[1]).not.toHaveProperty('notes');
    expect(load(writeScript(document).split('\n').slice(1, -2).join('\n'))).toEqual(document);
  });

  it('above the workflow are its description', () => {
    const parsed = parseScript('\' What it is for.\n\nORCHESTRATE WORKFLOW "x"\nWAIT 5\nEND WORKFLOW');
    expect(parsed).toMatchObject({ ok: true, source: { value: { description: 'What it is for.' } } });
  });

  it('keep what the language has no words for', () => {
    const document = load(
      '\' @step {"cache":{"key":"k"},"onInterrupted":"retry"}\nACTION "log" WITH message = 1\n\' @workflow {"layout":{"log":{"x":1,"y":2}}}',
    );
    expect(document).toMatchObject({ steps: [{ cache: { key: 'k' }, onInterrupted: 'retry' }], layout: { log: { x: 1, y: 2 } } });
    expect(problemsOf('ORCHESTRATE WORKFLOW "x"\n\' @step {"a"\nWAIT 5\nEND WORKFLOW')).toMatchObject([
      { code: 'COMMENT_NOT_JSON', line: 2, column: 1 },
    ]);
  });
});

describe('problems', () => {
  it('are all told at once, with line, column and the word that was meant', () => {
    const script = `ORCHESTRATE WORKFLOW "x"
  STPE 1: BOT "a" "b"
  step 2: BOT "a" "b"
  BOT "a" "b
  STEP 3: HUMAN APROVAL FROM "x"
  IF x > 1
    WAIT 5
  END IF
  ACTION "file.read" WITH path "x"
  BOT "a" "b\\q"
  END PARALEL
END WORKFLOW
`;
    expect(problemsOf(script).map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '2:3 A line cannot begin with `STPE`; did you mean `STEP`?',
      '3:3 A line cannot begin with `step`: words of the language are written in capitals, STEP',
      '4:11 This text has no closing "',
      '5:17 APPROVAL must stand here, not `APROVAL`; did you mean `APPROVAL`?',
      '6:11 THEN must stand here, not the end of the line',
      '9:27 A name and its value must stand here, such as path = "a.txt", not `path`',
      '10:13 \\q means nothing in a text: write \\\\ for a backslash',
      '11:7 WORKFLOW must stand here, not `PARALEL`',
    ]);
  });

  it('of the document stand where the script says it', () => {
    const script =
      'ORCHESTRATE WORKFLOW "x"\n  STEP a: ACTION "file.read" WITH path = "x", encodin = "utf8"\n  STEP b: ACTION "log" WITH message = "so {{ steps.aa.output }}"\nEND WORKFLOW\n';
    expect(problemsOf(script)).toMatchObject([
      { code: 'UNKNOWN_KEY', line: 2, column: 57, stepId: 'a' },
      { code: 'UNKNOWN_STEP', line: 3, column: 46, stepId: 'b' },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['half a line', 'ORCHESTRATE WORK'],
    ['no end', 'ORCHESTRATE WORKFLOW "x"\n WAIT 5\n'],
    ['odd letters', 'ORCHESTRATE WORKFLOW "x"\n WAIT 5 § 6\nEND WORKFLOW'],
    ['what stands behind the end', 'ORCHESTRATE WORKFLOW "x"\n WAIT 5\nEND WORKFLOW\nWAIT 6\n'],
    ['a clause of another statement', 'ORCHESTRATE WORKFLOW "x"\n WAIT 5\n  TOOLS "a"\nEND WORKFLOW'],
    ['blocks without end', `ORCHESTRATE WORKFLOW "x"\n${'WHILE 1\n'.repeat(5000)}`],
  ])('%s is refused with a place', (_, script) => {
    const problems = problemsOf(script);
    expect(problems[0]).toMatchObject({ severity: 'error', line: expect.any(Number), column: expect.any(Number) });
  });
});

describe('limits', () => {
  it('of a text that is nothing but mistakes, the first ones are told', () => {
    const problems = problemsOf(`ORCHESTRATE WORKFLOW "x"\n${'foo bar\n'.repeat(20_000)}`);
    expect(problems[0]).toMatchObject({ line: 2, column: 1 });
    expect(problems.length).toBeLessThanOrEqual(51);
  });

  it('a text of more than 2 MB is refused unread', () => {
    expect(problemsOf(`ORCHESTRATE WORKFLOW "${'x'.repeat(2_000_001)}"`)).toMatchObject([{ code: 'TOO_LARGE' }]);
  });

  it.each([
    ['words', 'foo bar\n'],
    ['signs of no language', '@#!'],
    ['lines', '\n'],
    ['values of one list', '1,'],
    ['steps', '  WAIT 1\n'],
  ])('more %s than a script can be made of are refused before they are read', (_, piece) => {
    const script = `ORCHESTRATE WORKFLOW "x"\n${piece.repeat(Math.floor(1_900_000 / piece.length))}`;
    expect(problemsOf(script)).toMatchObject([{ code: 'TOO_LARGE', message: expect.stringContaining('100,000 words') }]);
  });

  it('a long text is one word, and 10,000 steps are not too many', () => {
    const prompt = 'So many words. '.repeat(20_000);
    const script = `ORCHESTRATE WORKFLOW "x"\n  ' @workflow {"tags":["${prompt}"]}\n  BOT "a" """\n${prompt}\n"""\n  BOT "a" "${prompt}"\nEND WORKFLOW\n`;
    expect(problemsOf(script)).toEqual([]);
    expect(problemsOf(`ORCHESTRATE WORKFLOW "x"\n${'  BOT "a" "b" TIMEOUT 5\n'.repeat(10_000)}END WORKFLOW\n`)).toEqual([]);
  });

  it.each(['größe', 'ключ', '日本', '名前', '𠮷', '😀', '(a)', '!a', '"x" = a'])(
    'an expression may begin with any character: %s',
    (text) => {
      const parsed = parseScript(`ORCHESTRATE WORKFLOW "x"\n  IF ${text} > 1 THEN\n    WAIT 1\n  END IF\nEND WORKFLOW\n`);
      expect(parsed).toMatchObject({ ok: true });
    },
  );
});

describe('isScript', () => {
  it.each([
    ['ORCHESTRATE WORKFLOW "x"', true],
    ["' a comment\n\nREM another\n  ORCHESTRATE WORKFLOW", true],
    ['\uFEFFORCHESTRATE WORKFLOW', true],
    ['name: ORCHESTRATE', false],
    ['{"a": 1}', false],
    ['', false],
  ])('%j: %s', (text, is) => {
    expect(isScript(text)).toBe(is);
  });
});

describe('inputs that nobody has declared', () => {
  it('are required, and of the type that their use tells', () => {
    const document = load(`IF amount > 100 AND 3 <= count AND kind = "x" THEN
      FOR EACH file IN files
        ACTION "log" WITH message = "{{ rate * 2 }} {{ who }} {{ order.id }}"
      NEXT
    END IF`);
    expect(Object.fromEntries((document.variables ?? []).map(({ name, type, required }) => [name, required === true && type]))).toEqual({
      amount: 'number',
      count: 'number',
      kind: 'string',
      files: 'array',
      rate: 'number',
      who: 'string',
      order: 'object',
    });
  });
});
