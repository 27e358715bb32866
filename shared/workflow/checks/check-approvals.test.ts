import { expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { loadWorkflow } from '../load.ts';

function problemsOf(approve: string, build = ''): string[] {
  const text = `name: T\nsteps:\n  - { id: build, action: log, with: { message: "a${build}" } }\n  - { id: ask, approve: ${approve} }\n  - { id: later, action: log, with: { message: b } }\n`;
  const loaded = loadWorkflow(text, { catalogue });
  return loaded.ok ? [] : loaded.problems.map(({ code }) => code);
}

it('a push-back leads to a step before the approval', () => {
  expect(problemsOf('{ message: m, rewindTo: build }')).toEqual([]);
  expect(problemsOf('{ message: m, rewindTo: later }')).toEqual(['REWIND_NOT_BEFORE']);
  expect(problemsOf('{ message: m, rewindTo: ask }')).toEqual(['REWIND_NOT_BEFORE']);
  expect(problemsOf('{ message: m, rewindTo: biuld }')).toEqual(['UNKNOWN_STEP']);
});

it('the comment of a push-back can be read by the steps that run again, and by no other before', () => {
  const comment = " {{ steps.ask.output.comment ?? '' }}";
  expect(problemsOf('{ message: m, rewindTo: build }', comment)).toEqual([]);
  expect(problemsOf('{ message: m }', comment)).toEqual(['STEP_NOT_BEFORE']);
});

it('a form that cannot be shown is refused before anything runs; one that is filled in later is not', () => {
  expect(problemsOf('{ message: m, fields: [{ name: a, type: choice }] }')).toEqual(['INVALID_FORM']);
  expect(problemsOf('{ message: m, fields: [{ name: a }, { name: a }] }')).toEqual(['INVALID_FORM']);
  expect(problemsOf('{ message: m, fields: [{ name: a, type: choice, choices: "{{ run.id }}" }] }')).toEqual([]);
});
