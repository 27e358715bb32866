import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTemplates, readTemplate } from './templates.ts';

async function makeTemplates(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pawl-templates-'));
  await mkdir(path.join(folder, 'tidy/sample/inbox'), { recursive: true });
  await writeFile(path.join(folder, 'tidy/workflow.yaml'), '# story: When downloads pile up\nname: Tidy downloads\nsteps: []\n');
  await writeFile(path.join(folder, 'tidy/sample/inbox/a.txt'), 'a');
  await mkdir(path.join(folder, 'empty'));
  await writeFile(path.join(folder, 'README.md'), '');
  return folder;
}

describe('templates', () => {
  it('are the folders that hold a workflow, with its name and story', async () => {
    expect(await listTemplates(await makeTemplates())).toEqual([
      { slug: 'tidy', name: 'Tidy downloads', story: 'When downloads pile up', worksOnSample: false, asksModel: false },
    ]);
  });

  it('come with their text and the list of their sample files', async () => {
    const folder = await makeTemplates();
    expect(await readTemplate('tidy', folder)).toMatchObject({
      text: expect.stringContaining('steps'),
      sample: [path.join('inbox', 'a.txt')],
    });
  });

  it('work on their sample when a default names it', async () => {
    const folder = await makeTemplates();
    expect(await readTemplate('tidy', folder)).toMatchObject({ worksOnSample: false });
    await writeFile(
      path.join(folder, 'tidy/workflow.yaml'),
      'name: Tidy\nvariables: [{ name: folder, default: sample/inbox }]\nsteps: []\n',
    );
    expect(await readTemplate('tidy', folder)).toMatchObject({ worksOnSample: true });
  });

  it('say whether they ask a model, in a step or in one inside of it', async () => {
    const folder = await makeTemplates();
    const put = (steps: string) => writeFile(path.join(folder, 'tidy/workflow.yaml'), `name: Tidy\nsteps: ${steps}\n`);
    await put('[{ forEach: [1], steps: [{ action: ai.classify }] }]');
    expect(await readTemplate('tidy', folder)).toMatchObject({ asksModel: true });
    await put('[{ agent: reviewer, prompt: Look }]');
    expect(await readTemplate('tidy', folder)).toMatchObject({ asksModel: true });
    await put('[{ action: memory.get, with: { agent: reviewer, key: prompt } }]');
    expect(await readTemplate('tidy', folder)).toMatchObject({ asksModel: false });
  });

  it('are never read from outside their folder', async () => {
    const folder = await makeTemplates();
    expect(await readTemplate('../tidy', path.join(folder, 'empty'))).toBeUndefined();
    expect(await readTemplate('nope', folder)).toBeUndefined();
  });
});
