import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { findMissingSecrets } from '../secrets/named-secrets.ts';
import { loadWorkflow, requireWorkflow } from './load.ts';

const problems = (step: string, more = '') =>
  loadWorkflow(`name: T\n${more}\nsteps: [${step}]`, { catalogue }).problems.map(({ code, message }) => `${code} ${message}`);

describe('a secret in a document', () => {
  it.each([
    '{ id: a, action: http.request, with: { url: "https://a.b/{{ secrets.PATH }}", headers: { x: "Bearer {{ secrets.T }}" } } }',
    '{ id: a, action: shell.run, environment: { T: "{{ secrets.T }}" }, with: { command: "deploy {{ secrets.T }}", stdin: "{{ secrets.T ?? \'x\' }}" } }',
    '{ id: a, action: file.write, with: { path: x, content: "{{ secrets.T }}" } }',
    '{ id: a, action: git.push, environment: { GH_TOKEN: "{{ secrets.T }}" }, with: { repo: "." } }',
    '{ id: a, workflow: Other, with: { token: "{{ secrets.T }}" } }',
  ])('stands where it goes to a step and nowhere else: %s', (step) => {
    expect(problems(step)).toEqual([]);
  });

  it.each([
    ['{ id: a, if: secrets.T }', /SECRET_NOT_ALLOWED .*stored or shown/],
    ['{ id: a, action: log, with: { message: "{{ secrets.T }}" } }', /SECRET_NOT_ALLOWED .*shown and stored/],
    ['{ id: a, action: shell.run, with: { program: x, args: ["{{ secrets.T }}"] } }', /SECRET_NOT_ALLOWED .*arguments of a program.*stdin/],
    [
      '{ id: a, action: git.clone, with: { url: "https://{{ secrets.T }}@a.b/c", destination: c } }',
      /SECRET_NOT_ALLOWED .*arguments of git/,
    ],
    ['{ id: a, action: file.write, with: { path: x, content: "{{ secrets.T.trim() }}" } }', /SECRET_IN_CODE .*\{\{ secrets\.T/],
    ['{ id: a, action: file.write, with: { path: x, content: "{{ secrets }}" } }', /SECRET_IN_CODE/],
    ['{ id: a, when: "secrets.T != 1", action: log, with: { message: x } }', /SECRET_IN_CODE/],
    ['{ id: a, approve: { message: "{{ secrets.T }}" } }', /SECRET_NOT_ALLOWED/],
  ])('is refused before anything runs where it would be stored, shown or changed: %s', (step, message) => {
    expect(problems(step).join('\n')).toMatch(message);
  });

  it('is refused in the outputs of a run and in its concurrency key', () => {
    const step = '{ id: a, action: log, with: { message: x } }';
    expect(problems(step, 'outputs: { x: "{{ secrets.T }}" }').join()).toContain('SECRET_NOT_ALLOWED');
    expect(problems(step, 'settings: { concurrency: { key: "{{ secrets.T }}" } }').join()).toContain('SECRET_NOT_ALLOWED');
  });

  it('that is not kept is named with its step and what was meant, unless there is a default', () => {
    const document = requireWorkflow(
      `name: T
settings: { environment: { A: "{{ secrets.TOKEM }}" } }
steps:
  - { id: a, action: shell.run, with: { command: "x {{ secrets.OTHER ?? 'none' }} {{ secrets.TOKEN }}" } }
  - { id: l, forEach: [1], steps: [{ id: b, action: shell.run, with: { stdin: "{{ secrets.MINE }}", command: cat } }] }
`,
      { catalogue },
    );
    expect(findMissingSecrets(document, () => ['TOKEN']).map(({ stepId, message }) => [stepId, message])).toEqual([
      ['b', 'There is no secret `MINE` (set it with pawl secrets set MINE)'],
      [undefined, 'There is no secret `TOKEM` (set it with pawl secrets set TOKEM); did you mean `TOKEN`?'],
    ]);
  });
});
