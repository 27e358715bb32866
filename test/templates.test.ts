import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, chmod, cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { writeNewWorkflow } from '../electron/cli/new-workflow.ts';
import { catalogue } from '../shared/catalogue.ts';
import { runViewSchema } from '../shared/contract/run-view.ts';
import { loadWorkflow } from '../shared/workflow/load.ts';
import { variableSchema } from '../shared/workflow/schema.ts';
import { makePlace } from './cli/spawn-pawl.ts';

const templates = path.resolve(import.meta.dirname, '../resources/templates');
const slugs = readdirSync(templates).filter((name) => !name.startsWith('.'));
/** They work on the repository they are put into, not on a sample folder. */
const forRepositories = [
  'commit-message',
  'daily-documentation',
  'nightly-wip-commit',
  'pull-request-digest',
  'test-what-changed',
  'weekly-report',
];

/** What `pawl new` makes of a template, in a place of its own. */
interface Project {
  at(name: string): string;
  read(name: string): string;
  /** Every file with its content, but what git keeps for itself. */
  files(below?: string): Record<string, string>;
  git(...args: readonly string[]): string;
  run(...args: readonly string[]): Promise<z.infer<typeof runViewSchema>>;
}

async function open(slug: string, { isRepository = forRepositories.includes(slug), environment = {} } = {}): Promise<Project> {
  const PATH = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
  const place = await makePlace({ PATH, ...environment });
  const folder = path.join(place.folder, 'project');
  const at = (name: string) => path.join(folder, name);
  await writeNewWorkflow({ file: at('mine.pawl.yaml'), template: slug, force: false });
  const project: Project = {
    at,
    read: (name) => readFileSync(at(name), 'utf8'),
    files: (below = '.') =>
      Object.fromEntries(
        readdirSync(at(below), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/[\\/]\.git(?:[\\/]|$)/.test(entry.parentPath))
          .map((entry) => path.join(entry.parentPath, entry.name))
          .map((file) => [path.relative(at(below), file), readFileSync(file, 'latin1')]),
      ),
    git: (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }),
    async run(...args) {
      const { answer } = await place.json('run', at('mine.pawl.yaml'), ...args);
      const { data, success } = runViewSchema.safeParse(answer);
      if (!success) throw new Error(`This is no run: ${JSON.stringify(answer)}`);
      return data;
    },
  };
  if (isRepository) {
    await cp(path.join(templates, slug, 'sample'), folder, { recursive: true });
    project.git('init', '--quiet', '--initial-branch=topic');
    project.git('config', 'user.name', 'Ada');
    project.git('config', 'user.email', 'ada@example.com');
    project.git('add', '.');
    project.git('commit', '--quiet', '--message=Begin');
  }
  return project;
}

/** What a desktop needs to have, and the notifications it was given. */
async function makeDesktop() {
  const folder = await mkdtemp(path.join(tmpdir(), 'pawl-desktop-'));
  const shown = path.join(folder, 'shown');
  await writeFile(shown, '');
  await writeFile(path.join(folder, 'notify-send'), `#!/bin/sh\necho "$@" >> '${shown}'\n`);
  await chmod(path.join(folder, 'notify-send'), 0o755);
  const PATH = [folder, path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
  return { environment: { DISPLAY: ':99', PATH }, notifications: () => readFileSync(shown, 'utf8') };
}

const strangeNames = [
  'two words.md',
  ` it's "quoted".md`,
  'new\nline.md',
  '-rf.md',
  '--help.md',
  'grüße 日本 🎉.md',
  '[id].md',
  '*.md',
  '{a,b}.md',
  '!no.md',
  '~.md',
  '$(touch pwned).md',
  '{{ vars.folder }}.md',
  'back\\slash.md',
  'an end.md\\',
];

describe.each(slugs)('the template %s', (slug) => {
  const text = readFileSync(path.join(templates, slug, 'workflow.yaml'), 'utf8');

  it('is valid without a warning, tells its story in one line, and says what each variable is for', () => {
    expect(loadWorkflow(text, { catalogue })).toMatchObject({ ok: true, problems: [] });
    expect(text).toMatch(/^# story: [A-Z].{20,140}\.\n/);
    const { variables } = z.object({ variables: z.array(variableSchema) }).parse(parse(text));
    for (const variable of variables) expect(variable).toMatchObject({ description: expect.any(String), default: expect.anything() });
  });

  it('says in a dry run what it would do, and changes nothing', async () => {
    const project = await open(slug);
    const before = project.files();
    const { dryRun, steps } = await project.run('--dry-run');
    expect(dryRun).toBe(true);
    for (const { reason } of steps) expect(reason).toMatch(/^Would [^\n]+$/);
    expect(project.files()).toEqual(before);
    if (forRepositories.includes(slug)) expect(project.git('log', '--format=%s')).toBe('Begin\n');
  });

  it('comes with its sample where it works on that, and not into a repository', async () => {
    const project = await open(slug, { isRepository: false });
    expect(readdirSync(project.at('.')).includes('sample')).toBe(!forRepositories.includes(slug));
  });
});

describe.each(forRepositories)('the template %s', (slug) => {
  it('fails where there is no repository, and says so', async () => {
    const { state, error } = await (await open(slug, { isRepository: false })).run();
    expect(state).toBe('failed');
    expect(error).toMatchObject({ code: 'NOT_A_REPOSITORY', hint: expect.stringContaining('repo') });
  });
});

describe('tidy-downloads', () => {
  it('moves each file of its sample to its kind, and the second time none', async () => {
    const project = await open('tidy-downloads');
    const before = project.files('sample/downloads');
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { nameTaken: [], moved: { length: 6 } } });
    const after = project.files('sample/downloads');
    expect(Object.keys(after).sort()).toEqual([
      'Archives/photos.tar.gz',
      'Code/hello.py',
      'Documents/expenses 2026.csv',
      'Documents/packing-list.txt',
      'Images/holiday map.svg',
      'Other/road trip.m3u',
    ]);
    expect(Object.values(after).sort()).toEqual(Object.values(before).sort());
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { nameTaken: [], moved: [] } });
    expect(project.files('sample/downloads')).toEqual(after);
  });

  it('never overwrites, and leaves hidden files, folders and downloads under way alone', async () => {
    const project = await open('tidy-downloads');
    await mkdir(project.at('inbox/Images'), { recursive: true });
    await mkdir(project.at('inbox/album.png'));
    const files = { 'Images/a.PNG': 'old', 'a.PNG': 'new', '.hidden.png': 'h', 'film.mp4.part': 'half', 'album.png/b.png': 'b' };
    for (const [name, content] of Object.entries(files)) await writeFile(project.at(`inbox/${name}`), content);
    expect(await project.run('--input', 'folder=inbox')).toMatchObject({
      state: 'completed',
      outputs: { moved: [], nameTaken: ['a.PNG'] },
    });
    expect(project.files('inbox')).toEqual(files);
  });

  it.skipIf(process.platform === 'win32')('takes any name a file can have', async () => {
    const project = await open('tidy-downloads');
    await mkdir(project.at('inbox'));
    for (const name of strangeNames) await writeFile(project.at(`inbox/${name}`), name);
    expect(await project.run('--input', 'folder=inbox')).toMatchObject({ state: 'completed', outputs: { nameTaken: [] } });
    const kindOf = (name: string) => (name.endsWith('.md') ? 'Documents' : 'Other');
    const expected = strangeNames.map((name) => [`${kindOf(name)}/${name}`, Buffer.from(name).toString('latin1')]);
    expect(project.files('inbox')).toEqual(Object.fromEntries(expected));
  });
});

describe('backup-folder', () => {
  const unpack = async (project: Project, archive: string) => {
    await mkdir(project.at('restored'));
    execFileSync('tar', ['-xzf', project.at(archive), '-C', project.at('restored')]);
    return project.files('restored/notes');
  };

  it('packs its sample into the archive of today, once a day however often it runs', async () => {
    const project = await open('backup-folder');
    const archive = `backups/notes-${DateTime.now().toISODate()}.tar.gz`;
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { archive, files: 2, deleted: [] } });
    await writeFile(project.at('sample/notes/new.md'), 'later');
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { archive, files: 3, deleted: [] } });
    expect(readdirSync(project.at('backups'))).toEqual([path.basename(archive)]);
    expect(await unpack(project, archive)).toEqual(project.files('sample/notes'));
  });

  it('deletes the oldest beyond what is to be kept, and nothing that it has not made', async () => {
    const project = await open('backup-folder');
    const others = ['notes-2020-01-01.zip', 'notes-old-2020-01-01.tar.gz', 'letters-2020-01-01.tar.gz', 'notes.tar.gz'];
    const ours = ['notes-2020-01-01.tar.gz', 'notes-2020-01-02.tar.gz', 'notes-2020-01-03.tar.gz'];
    await mkdir(project.at('backups'));
    for (const name of [...others, ...ours]) await writeFile(project.at(`backups/${name}`), '');
    expect(await project.run('--input', 'keep=2')).toMatchObject({ state: 'completed', outputs: { deleted: { length: 2 } } });
    const today = `notes-${DateTime.now().toISODate()}.tar.gz`;
    expect(readdirSync(project.at('backups')).sort()).toEqual([...others, 'notes-2020-01-03.tar.gz', today].sort());
    await project.run('--input', 'keep=0');
    expect(readdirSync(project.at('backups')).sort()).toEqual([...others, today].sort());
  });

  it('that finds nothing to back up deletes nothing', async () => {
    const project = await open('backup-folder');
    await mkdir(project.at('backups'));
    for (const day of [1, 2, 3]) await writeFile(project.at(`backups/notes-2020-01-0${day}.tar.gz`), '');
    expect(await project.run('--input', 'folder=gone', '--input', 'keep=1')).toMatchObject({
      state: 'failed',
      error: { code: 'FILE_NOT_FOUND' },
    });
    expect(readdirSync(project.at('backups'))).toHaveLength(3);
  });

  it.skipIf(process.platform === 'win32')('takes any name a file can have', async () => {
    const project = await open('backup-folder');
    for (const name of strangeNames) await writeFile(project.at(`sample/notes/${name}`), name);
    const { state, outputs } = await project.run();
    expect(state).toBe('completed');
    const { archive } = z.object({ archive: z.string() }).parse(outputs);
    expect(await unpack(project, archive)).toEqual(project.files('sample/notes'));
  });
});

describe('watch-log', () => {
  const found = (project: Project) =>
    project
      .run('--input', 'notify=false')
      .then(({ state, outputs }) => ({ state, ...z.object({ found: z.array(z.string()) }).parse(outputs) }));

  it('tells each matching line of its sample once, then only what was added', async () => {
    const project = await open('watch-log');
    expect(await found(project)).toEqual({
      state: 'completed',
      found: [
        expect.stringContaining('the database did not answer'),
        expect.stringContaining('FATAL out of memory'),
        expect.stringContaining('could not send the invoice'),
      ],
    });
    expect(await found(project)).toEqual({ state: 'completed', found: [] });
    await appendFile(project.at('sample/logs/worker.log'), 'fine\nérror? no: Error: größer\nhalf an err');
    expect(await found(project)).toEqual({ state: 'completed', found: ['worker.log: érror? no: Error: größer'] });
    await appendFile(project.at('sample/logs/worker.log'), 'or\r\n');
    expect(await found(project)).toEqual({ state: 'completed', found: ['worker.log: half an error'] });
  });

  it('reads a log anew that was begun anew, and of a huge one the end', async () => {
    const project = await open('watch-log');
    await found(project);
    await writeFile(project.at('sample/logs/server.log'), 'panic: new file\n');
    expect((await found(project)).found).toEqual(['server.log: panic: new file']);
    await appendFile(
      project.at('sample/logs/server.log'),
      `error: far back\n${'all is well – no worries\n'.repeat(500_000)}error: the end\n`,
    );
    expect((await found(project)).found).toEqual(['server.log: error: the end']);
  });

  it.skipIf(process.platform !== 'linux')('shows a notification, and does without where there is no desktop', async () => {
    const desktop = await makeDesktop();
    expect((await (await open('watch-log', desktop)).run()).state).toBe('completed');
    expect(desktop.notifications()).toContain('Errors in the log: 3');
    const project = await open('watch-log', { environment: { DISPLAY: '', WAYLAND_DISPLAY: '', DBUS_SESSION_BUS_ADDRESS: '' } });
    expect((await project.run()).state).toBe('completed_with_errors');
    expect((await found(project)).found).toEqual([]);
  });
});

describe('nightly-wip-commit', () => {
  it('commits every change on the branch that is checked out, and nothing when there is none', async () => {
    const project = await open('nightly-wip-commit');
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { situation: 'clean', commit: null } });
    await appendFile(project.at('packing.txt'), 'map\n');
    await writeFile(project.at('-n "new" file'), 'new');
    const { state, outputs } = await project.run();
    expect(state).toBe('completed');
    expect(outputs).toMatchObject({ situation: 'changed', branch: 'topic', files: ['-n "new" file', 'packing.txt'] });
    expect(project.git('log', '--format=%s')).toMatch(/^WIP: end of \d{4}-\d\d-\d\d\nBegin\n$/);
    expect(project.git('status', '--porcelain')).toBe('');
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { situation: 'clean' } });
    expect(project.git('rev-list', '--count', 'HEAD')).toBe('2\n');
  });

  it('leaves a spared branch, conflicts and a detached HEAD alone', async () => {
    const project = await open('nightly-wip-commit');
    await appendFile(project.at('packing.txt'), 'map\n');
    expect(await project.run('--input', 'spare=["topic"]')).toMatchObject({ state: 'completed', outputs: { situation: 'spared' } });
    project.git('commit', '--quiet', '--all', '--message=Ours');
    project.git('checkout', '--quiet', '-b', 'other', 'HEAD~1');
    await appendFile(project.at('packing.txt'), 'lamp\n');
    project.git('commit', '--quiet', '--all', '--message=Theirs');
    expect(() => project.git('merge', '--quiet', 'topic')).toThrow();
    expect(await project.run()).toMatchObject({
      state: 'failed',
      error: { code: 'UNRESOLVED_CONFLICTS', message: expect.stringContaining('packing.txt') },
    });
    project.git('merge', '--abort');
    project.git('checkout', '--quiet', '--detach');
    await appendFile(project.at('packing.txt'), 'rope\n');
    expect(await project.run()).toMatchObject({ state: 'failed', error: { code: 'NO_BRANCH' } });
    expect(project.git('log', '--all', '--format=%s').split('\n').sort().join(' ')).toBe(' Begin Ours Theirs');
  });
});

describe('test-what-changed', () => {
  it('runs the tests of the changed files and no others, and fails when they do', async () => {
    const project = await open('test-what-changed');
    const run = () => project.run('--input', 'notify=false');
    expect(await run()).toMatchObject({ state: 'completed', outputs: { changed: [], tested: [] } });
    await appendFile(project.at('greet.mjs'), '// changed\n');
    await writeFile(project.at('notes about count.txt'), '');
    const tested = [project.at('greet.test.mjs')];
    expect(await run()).toMatchObject({ state: 'completed', outputs: { changed: ['greet.mjs', 'notes about count.txt'], tested } });
    await writeFile(project.at('greet.mjs'), "export const greet = () => 'Bye';\n");
    expect(await run()).toMatchObject({ state: 'failed', error: { code: 'EXIT_CODE', stepId: 'test' } });
    await project.run('--input', 'notify=false', '--input', 'command=["true"]').then(({ state }) => expect(state).toBe('completed'));
  });

  it.skipIf(process.platform !== 'linux')('tells how the tests ended', async () => {
    const desktop = await makeDesktop();
    const project = await open('test-what-changed', desktop);
    await appendFile(project.at('count.mjs'), '// changed\n');
    expect((await project.run()).state).toBe('completed');
    expect(desktop.notifications()).toContain('Tests passed count.test.mjs');
    await writeFile(project.at('count.mjs'), 'export const countWords = () => 7;\n');
    expect((await project.run()).state).toBe('failed');
    expect(desktop.notifications()).toContain('Tests failed count.test.mjs');
  });
});

describe('weekly-report', () => {
  it('writes the commits of the week it is asked for, and the same again the second time', async () => {
    const project = await open('weekly-report');
    const lastWeek = DateTime.now().minus({ weeks: 1 }).startOf('week');
    const commit = async (subject: string, author: string, date: DateTime) => {
      await appendFile(project.at('packing.txt'), `${subject}\n`);
      const stamp = date.toISO() ?? '';
      execFileSync('git', ['commit', '--quiet', '--all', `--message=${subject}`, `--author=${author} <a@example.com>`, `--date=${stamp}`], {
        cwd: project.at('.'),
        env: { ...process.env, GIT_COMMITTER_DATE: stamp },
      });
    };
    await commit('The week before', 'Ada', lastWeek.minus({ seconds: 1 }));
    await commit('Monday | first thing', 'Ada', lastWeek);
    await commit('Wednesday', 'Grace', lastWeek.plus({ days: 2 }));
    await commit('Sunday, last thing', 'Ada', lastWeek.plus({ weeks: 1 }).minus({ seconds: 1 }));
    const week = lastWeek.toFormat("kkkk-'W'WW");
    const report = `reports/${week}.md`;
    expect(await project.run('--input', 'weeks_ago=1')).toMatchObject({
      state: 'completed',
      outputs: { week, commits: 3, report: project.at(report) },
    });
    const written = project.read(report);
    expect(written).toContain(`3 commits from ${lastWeek.toISODate()} to ${lastWeek.plus({ days: 6 }).toISODate()}.`);
    expect(written).toMatch(/\| Ada \| 2 \|.*\n\| Grace \| 1 \|/);
    expect(written).toContain('| packing.txt | 3 |');
    expect(written).toContain('Monday \\| first thing');
    expect(written).not.toContain('The week before');
    await project.run('--input', 'weeks_ago=1');
    expect(project.read(report)).toBe(written);
    expect(readdirSync(project.at('reports'))).toHaveLength(1);
  });

  it('writes no report of a week without commits', async () => {
    const project = await open('weekly-report');
    expect(await project.run('--input', 'weeks_ago=200')).toMatchObject({ state: 'completed', outputs: { commits: 0, report: null } });
    expect(readdirSync(project.at('.'))).not.toContain('reports');
  });
});
