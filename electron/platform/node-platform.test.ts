import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { notifyDesktop } from '../../shared/actions/notify/notify-desktop.ts';
import { notifyDesktopExecutor } from '../executors/notify/notify-desktop.ts';
import { makeContext } from '../executors/test-context.ts';
import { createNodePlatform } from './node-platform.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-platform-'));
  folders.push(folder);
  return folder;
}

/** A desktop whose notify-send records its arguments, prints an answer and ends as told. */
function makeDesktop({ answer = '', exitCode = 0, hangs = false } = {}) {
  const folder = makeFolder();
  const program = join(folder, 'notify-send');
  const record = 'for a in "$@"; do printf "%s\\0" "$a" >> "$0.args"; done';
  writeFileSync(program, `#!/bin/sh\n${record}\n${hangs ? 'exec sleep 600' : ''}\necho "${answer}"\necho refused >&2\nexit ${exitCode}\n`);
  chmodSync(program, 0o755);
  return {
    platform: createNodePlatform({ PATH: `${folder}:${process.env['PATH']}`, DISPLAY: ':99' }),
    args: () => readFileSync(`${program}.args`, 'utf8').split('\0').slice(0, -1),
    called: () => existsSync(`${program}.args`),
  };
}

function notify(
  platform: ReturnType<typeof createNodePlatform>,
  input: Parameters<typeof notifyDesktop.parameters.parse>[0],
  signal?: AbortSignal,
) {
  const context = makeContext({ platform, ...(signal === undefined ? {} : { signal }) });
  return notifyDesktopExecutor.run(notifyDesktop.parameters.parse(input), context);
}

describe.skipIf(process.platform !== 'linux')('a notification on Linux', () => {
  it('is shown as text, whatever is in it', async () => {
    const desktop = makeDesktop();
    expect(await notify(desktop.platform, { title: '--version', body: '<b>x</b> & \\n', urgency: 'critical', tag: 't' })).toEqual({
      shown: true,
      clicked: null,
    });
    expect(desktop.args()).toEqual([
      '--app-name=Pawl',
      '--urgency=critical',
      '--hint=string:x-canonical-private-synchronous:t',
      '--hint=string:x-dunst-stack-tag:t',
      '--',
      '--version',
      '&lt;b&gt;x&lt;/b&gt; &amp; \\\\n',
    ]);
  });

  it('gives the label of the button that was clicked', async () => {
    const desktop = makeDesktop({ answer: '1' });
    expect(await notify(desktop.platform, { title: 'Deploy?', actions: ['Yes', 'No'] })).toEqual({ shown: true, clicked: 'No' });
    expect(desktop.args()).toEqual(expect.arrayContaining(['--wait', '--action=0=Yes', '--action=1=No']));
    expect(await notify(makeDesktop({ answer: 'default' }).platform, { title: 'x', wait: true })).toEqual({
      shown: true,
      clicked: 'default',
    });
    expect(await notify(makeDesktop().platform, { title: 'x', wait: true })).toEqual({ shown: true, clicked: null });
  });

  it('that waits ends with the step', async () => {
    const controller = new AbortController();
    const desktop = makeDesktop({ hangs: true });
    const shown = notify(desktop.platform, { title: 'x', wait: true }, controller.signal);
    await expect.poll(desktop.called).toBe(true);
    controller.abort(new Error('cancelled'));
    await expect(shown).rejects.toThrow('cancelled');
  });

  it('without a desktop, a notify-send or a service is a typed error with a hint', async () => {
    const unavailable = { code: 'NOTIFY_UNAVAILABLE', hint: expect.any(String) };
    await expect(notify(createNodePlatform({ PATH: process.env['PATH'] }), { title: 'x' })).rejects.toMatchObject(unavailable);
    await expect(notify(createNodePlatform({ PATH: '/nowhere', DISPLAY: ':99' }), { title: 'x' })).rejects.toMatchObject(unavailable);
    await expect(notify(makeDesktop({ exitCode: 1 }).platform, { title: 'x' })).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining('refused'),
    });
  });
});

describe.skipIf(process.platform !== 'linux')('the trash', () => {
  it('takes the file, glob characters in its name taken as they are; where there is none, nothing is lost', async () => {
    const folder = makeFolder();
    const data = makeFolder();
    const before = process.env['XDG_DATA_HOME'];
    process.env['XDG_DATA_HOME'] = data;
    try {
      writeFileSync(join(folder, '[a].txt'), 'x');
      writeFileSync(join(folder, 'a.txt'), 'y');
      const platform = createNodePlatform(process.env);
      await platform.trash([join(folder, '[a].txt')]);
      expect(readdirSync(folder)).toEqual(['a.txt']);
      expect(readdirSync(join(data, 'Trash', 'files'))).toHaveLength(1);
      rmSync(join(data, 'Trash'), { recursive: true });
      writeFileSync(join(data, 'Trash'), 'in the way');
      await expect(platform.trash([join(folder, 'a.txt')])).rejects.toMatchObject({ code: 'TRASH_UNAVAILABLE', hint: expect.any(String) });
      expect(readdirSync(folder)).toEqual(['a.txt']);
    } finally {
      if (before === undefined) delete process.env['XDG_DATA_HOME'];
      else process.env['XDG_DATA_HOME'] = before;
    }
  });
});
