import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makePlace, whenEnded, whenPrinted } from './cli/spawn-pawl.ts';

const script = path.resolve(import.meta.dirname, '../scripts/demo-model.ts');
const start = (...args: readonly string[]) => spawn(process.execPath, [script, ...args]);
let child: ReturnType<typeof start>;
afterEach(() => child.kill('SIGKILL'));

describe('npm run demo:model', () => {
  it('says where it is and how to use it, answers there, shows the question, and ends with Ctrl-C', async () => {
    child = start('--port', '0');
    const printed = await whenPrinted(child, /Questions come in below/);
    const url = /answers at (http:\/\/127\.0\.0\.1:\d+) /.exec(printed)?.[1];
    expect(printed).toContain(`PAWL_LOCAL_MODELS_URL=${url}/v1`);
    const listed = await (await fetch(`${url}/v1/models`)).json();
    expect(listed).toMatchObject({ data: [{ id: 'demo-large' }, { id: 'demo-small' }] });

    const question = whenPrinted(child, /1 {2}compatible {2}demo-small {2}sent {2}Summarize: One\. Two\./);
    const body = JSON.stringify({ model: 'demo-small', messages: [{ role: 'user', content: 'Summarize:\n\nOne. Two.' }] });
    const answer = await (await fetch(`${url}/v1/chat/completions`, { method: 'POST', body })).json();
    expect(answer).toMatchObject({ choices: [{ message: { content: 'One. Two.' } }] });
    await question;

    const ended = whenEnded(child);
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });

  it('is added by the command that it prints, and then answers steps', async () => {
    child = start('--port', '0');
    const printed = await whenPrinted(child, /below/);
    const add = /npx pawl (models add .+)/.exec(printed)?.[1]?.split(' ') ?? [];
    const place = await makePlace({ PAWL_LOCAL_MODELS_URL: 'http://127.0.0.1:1/v1' });
    expect(await place.pawl(...add)).toMatchObject({ code: 0 });
    await place.write(
      'sum.pawl.yaml',
      'name: Sum\nsteps: [{ id: sum, action: ai.summarize, with: { text: One. Two. } }]\noutputs: { sum: "{{ sum.response }}" }\n',
    );
    const { answer } = await place.json('run', path.join(place.folder, 'sum.pawl.yaml'));
    expect(answer).toMatchObject({ state: 'completed', outputs: { sum: 'One. Two.' } });
  });

  it('says what to do when its port is taken or is none', async () => {
    child = start('--port', '0');
    const port = /127\.0\.0\.1:(\d+)/.exec(await whenPrinted(child, /below/))?.[1] ?? '';
    expect(await whenEnded(start('--port', port))).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is taken`) });
    expect(await whenEnded(start('--port', 'x'))).toMatchObject({ code: 2, stderr: expect.stringContaining('--port') });
  });
});
