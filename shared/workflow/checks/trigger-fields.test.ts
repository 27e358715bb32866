import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { loadWorkflow } from '../load.ts';

const saying = (path: string, triggers: string): string[] =>
  loadWorkflow(`name: W\nsteps: [{ id: a, action: log, with: { message: "{{ ${path} }}" } }]\ntriggers: ${triggers}`, {
    catalogue,
  }).problems.map(({ severity, message }) => `${severity} ${message}`);

const files = '{ type: file_change, config: { path: src } }';

describe('fields of `trigger`', () => {
  it('that no trigger of the workflow gives are a warning, with what was meant', () => {
    expect(saying('trigger.path', `[${files}]`)).toEqual([
      expect.stringMatching(/^warning `trigger` has no `path`, only .*did you mean `filePath`/),
    ]);
    expect(saying('trigger.fileNam', `[${files}]`)).toEqual([expect.stringContaining('did you mean `fileName`')]);
  });

  it('that one of them gives, or a person by hand, are none', () => {
    expect(saying('trigger.scheduledTime', `[${files}, { type: schedule, config: { cron: "0 9 * * *" } }]`)).toEqual([]);
    expect(saying('trigger.by', `[${files}]`)).toEqual([]);
  });

  it('may be anything where it is not known what comes', () => {
    expect(saying('trigger.path', '[]')).toEqual([]);
  });
});
