import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { addedCapabilities, capabilitiesOf, capabilityText } from './capabilities.ts';
import { requireWorkflow } from './load.ts';

function sheet(text: string): string[] {
  return capabilitiesOf(requireWorkflow(text, { catalogue })).map(({ kind, what }) => `${kind}: ${what}`);
}

describe('the capability sheet', () => {
  it('names folders, files, commands, hosts, repositories and what starts it', () => {
    const text = `
name: Everything
triggers:
  - { id: nightly, type: schedule, config: { cron: "0 3 * * *" } }
  - { id: seen, type: file_change, config: { path: [src/**, "!src/gen/**"] } }
settings: { roots: [~/code] }
variables: [{ name: token, type: secret }]
steps:
  - { name: copy, action: file.copy, with: { source: a.txt, destination: out } }
  - { name: fetch, action: http.request, with: { url: "https://User@API.example.com:8443/x", saveTo: got.json } }
  - { name: test, action: shell.run, with: { command: npm test } }
  - { name: push, action: git.push, with: { repo: site } }
  - { name: clone, action: git.clone, with: { url: "https://git.example.com/x.git", destination: x } }
  - { name: tell, action: notify.desktop, with: { title: done } }
  - { name: other, action: workflow.run, with: { workflow: Nightly } }
`;
    expect(sheet(text)).toEqual([
      'folder: ~/code',
      'write: got.json',
      'write: out',
      'write: x',
      'read: a.txt',
      'command: npm test',
      'host: api.example.com',
      'host: git.example.com',
      'host: the git remote origin',
      'repository: site',
      'secret: token',
      'workflow: Nightly',
      'notification: on this desktop',
      'start: file change src/** !src/gen/**',
      'start: schedule 0 3 * * *',
    ]);
  });

  it('finds what steps inside loops and branches do, and says which step', () => {
    const document = requireWorkflow(
      `
name: Nested
steps:
  - name: each
    forEach: [1, 2]
    steps:
      - { name: in loop, action: shell.run, with: { program: rm, args: [-r, build] } }
  - name: both
    parallel:
      a: [{ name: left, action: shell.run, with: { program: rm, args: [-r, build] } }]
      b: [{ name: right, action: log, with: { message: hi } }]
`,
      { catalogue },
    );
    expect(capabilitiesOf(document)).toEqual([
      { kind: 'folder', what: '.', by: [] },
      { kind: 'command', what: 'rm -r build', by: ['in_loop', 'left'] },
    ]);
  });

  it('shows an address that only the run will know as it is written', () => {
    const text = 'name: A\nvariables: [{ name: host }]\nsteps: [{ action: http.request, with: { url: "https://{{ vars.host }}/x" } }]';
    expect(sheet(text)).toContain('host: an address that the run makes: https://{{ vars.host }}/x');
  });

  it('names the models that are asked, where they are and the files that go with the question', () => {
    const step = (more: string) => `name: A\nsteps: [{ action: ai.generate, with: { prompt: x${more} } }]`;
    expect(sheet(step(''))).toEqual(['folder: .', 'model: any model that is set up']);
    expect(sheet(step(', provider: gemini'))).toEqual([
      'folder: .',
      'host: generativelanguage.googleapis.com',
      'model: any model of gemini',
    ]);
    expect(sheet(step(', model: claude/claude-haiku-4-5, files: [a.txt]'))).toEqual([
      'folder: .',
      'read: a.txt',
      'host: api.anthropic.com',
      'model: claude/claude-haiku-4-5',
    ]);
    expect(sheet(step(', model: local/qwen3'))).toEqual(['folder: .', 'model: local/qwen3']);
  });

  it('names the variables of the machine that are passed on', () => {
    const text = 'name: A\nsettings: { environment: { CI: "1", GITHUB_TOKEN: } }\nsteps: [{ action: log, with: { message: x } }]';
    expect(sheet(text)).toEqual(['folder: .', 'environment: GITHUB_TOKEN']);
  });

  it('reads the same for documents that touch the same, whatever their steps are called', () => {
    const one = requireWorkflow('name: A\nsteps: [{ name: x, action: shell.run, with: { command: make } }]', { catalogue });
    const two = requireWorkflow('name: B\nversion: 2.0.0\nsteps: [{ name: y, action: shell.run, with: { command: make } }]', { catalogue });
    expect(capabilityText(capabilitiesOf(one))).toBe(capabilityText(capabilitiesOf(two)));
    const three = requireWorkflow('name: A\nsteps: [{ name: x, action: shell.run, with: { command: make all } }]', { catalogue });
    expect(addedCapabilities(capabilitiesOf(one), capabilitiesOf(three)).map(({ what }) => what)).toEqual(['make all']);
    expect(addedCapabilities(capabilitiesOf(one), capabilitiesOf(two))).toEqual([]);
  });
});
