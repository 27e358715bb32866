import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractAll, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import electron from 'electron/package.json' with { type: 'json' };
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import { type Packed, packForLinux } from './package/pack.ts';

// `npm run package:check`: packs the application as a release does, looks at what came of it, and drives it through the first of the desktop specs.
const root = path.resolve(import.meta.dirname, '..');
const mb = 1024 * 1024;
/** What is shipped beside Electron's own files, with room to grow: a package that was let in by mistake is larger. */
const mostBytes = { archive: 14 * mb, unpacked: 6 * mb };
const specs = ['start.spec.ts', 'journey.spec.ts'];
const topLevel = ['LICENSE', 'node_modules', 'out', 'package.json', 'resources'];

const folder = mkdtempSync(path.join(tmpdir(), 'pawl-package-'));
let passed = 0;
let failed = 0;
try {
  await checkAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function checkAll(): Promise<void> {
  let packed: Packed | undefined;
  await check('is packed', async () => {
    run('npm', ['run', '--silent', 'build:desktop']);
    packed = await packForLinux(root, folder, electron.version);
  });
  if (packed === undefined) return;
  const { app, deb } = packed;
  const archive = path.join(app, 'resources/app.asar');
  await check('has its fuses set: no Node.js, no options, no debugger, its own archive only', () => checkFuses(app));
  await check('holds what runs, one native binary, and nothing of the workshop', () => checkContents(app, archive));
  await check('makes a Debian package that tells what it is, and opens workflow files and links', () => checkDeb(deb));
  await check('has the command beside it, as a package of npm', checkCommand);
  await check(`works: ${specs.join(', ')}`, () => {
    const unpacked = path.join(folder, 'application');
    extractAll(archive, unpacked);
    run('npx', ['playwright', 'test', '--reporter=line', ...specs], { PAWL_APPLICATION: unpacked });
  });
}

/** The command as `npm install` lays it out, with the packages of this checkout. */
function checkCommand(): void {
  const place = path.join(folder, 'command');
  mkdirSync(place);
  run('npm', ['run', '--silent', 'build']);
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', place]);
  run('tar', ['-xzf', path.join(place, `pawl-${manifest.version}.tgz`), '-C', place]);
  symlinkSync(path.join(root, 'node_modules'), path.join(place, 'node_modules'));
  const pawl = (...words: string[]) =>
    run(process.execPath, [path.join(place, 'package/bin/pawl.mjs'), '--home', path.join(place, 'home'), ...words]);
  equal('Its version', pawl('--version').trim(), manifest.version);
  const file = path.join(place, 'hello.pawl.yaml');
  pawl('new', file);
  equal('The run’s state', z.object({ state: z.string() }).parse(JSON.parse(pawl('run', file, '--format', 'json'))).state, 'completed');
  equal(
    'Sources in it',
    run('tar', ['-tzf', path.join(place, `pawl-${manifest.version}.tgz`)])
      .split('\n')
      .filter((name) => /\.tsx?$/.test(name)),
    [],
  );
}

async function check(name: string, attempt: () => void | Promise<void>): Promise<void> {
  try {
    await attempt();
    passed += 1;
    process.stdout.write(`✓ ${name}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`✗ ${name}\n  ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function checkFuses(app: string): Promise<void> {
  const wire = await getCurrentFuseWire(path.join(app, 'pawl-desktop'));
  const wanted = {
    [FuseV1Options.RunAsNode]: FuseState.DISABLE,
    [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
  };
  for (const [fuse, state] of Object.entries(wanted))
    equal(`The fuse ${FuseV1Options[Number(fuse)]}`, wire[Number(fuse) as FuseV1Options], state);
}

function checkContents(app: string, archive: string): void {
  const files = listPackage(archive, { isPack: false })
    .map((name) => name.slice(1))
    .filter((name) => !('files' in statFile(archive, name)));
  const binary = `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`;
  equal(
    'The native binaries',
    files.filter((name) => /\.(node|so|dll|dylib|exe)$/.test(name)),
    [binary],
  );
  const unpacked = path.join(app, 'resources/app.asar.unpacked');
  equal('What lies beside the archive', run('find', [unpacked, '-type', 'f', '-printf', '%P\n']).trim().split('\n'), [binary]);
  equal('The folders', [...new Set(files.map((name) => name.split('/')[0]))].sort(), topLevel);
  equal(
    'The packages',
    [...new Set(files.filter((name) => name.startsWith('node_modules/')).map((name) => name.split('/')[1]))],
    ['better-sqlite3'],
  );
  equal(
    'Files of the workshop',
    // Samples of the templates may be of any kind.
    files.filter(
      (name) => !name.startsWith('resources/templates/') && /\.(tsx?|map|test\.\w+|log)$|(^|\/)(test|scripts|\.git|\.env)/.test(name),
    ),
    [],
  );
  for (const name of [
    'out/main/main.js',
    'out/main/sandbox-worker.js',
    'out/main/spawn-helper.js',
    'out/main/verify-worker.js',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
    'resources/icons/tray.png',
  ])
    equal(`The number of ${name}`, files.filter((one) => one === name).length, 1);
  equal('Templates', files.filter((name) => /^resources\/templates\/[^/]+\/workflow\.yaml$/.test(name)).length > 0, true);
  atMost('The archive', statSync(archive).size, mostBytes.archive);
  atMost('The binary', statSync(path.join(unpacked, binary)).size, mostBytes.unpacked);
  equal('Languages', run('ls', [path.join(app, 'locales')]).trim(), 'en-US.pak');
}

function checkDeb(deb: string): void {
  const words = readFileSync(path.join(deb, 'arguments'), 'utf8').split('\0');
  const given = (name: string): string | undefined => words[words.indexOf(name) + 1];
  equal('The name', given('--name'), 'pawl');
  equal('The version', given('--version'), manifest.version);
  equal('The licence', given('--license'), 'MIT');
  equal('The home page', given('--url'), manifest.homepage);
  equal('The maintainer', /^.+ <\S+@\S+>$/.test(given('--maintainer') ?? ''), true);
  equal('The description', given('--description')?.includes(manifest.description.replaceAll("'", '’')), true);
  for (const library of ['libgtk-3-0', 'libnss3', 'libsecret-1-0']) equal(`It depends on ${library}`, words.includes(library), true);
  const place = words.filter((word) => word.endsWith('/apps/pawl-desktop.png')).length;
  equal('Sizes of its icon', place, 8);
  const entry = readFileSync(path.join(deb, 'pawl-desktop.desktop'), 'utf8');
  for (const line of [
    /^Name=Pawl$/m,
    /^Exec=\/opt\/Pawl\/pawl-desktop .*%U$/m,
    /^MimeType=.*x-scheme-handler\/pawl;/m,
    /^MimeType=.*application\/x-pawl-workflow;/m,
  ])
    equal(`The desktop entry has ${line}`, line.test(entry), true);
  const types = readFileSync(path.join(deb, 'pawl-desktop.xml'), 'utf8');
  for (const glob of ['*.pawl.yaml', '*.pawl.yml']) equal(`The type of ${glob}`, types.includes(`<glob pattern="${glob}"/>`), true);
}

function equal(what: string, found: unknown, wanted: unknown): void {
  const [is, ought] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (is !== ought) throw new Error(`${what}: ${is} instead of ${ought}`);
}

function atMost(what: string, bytes: number, most: number): void {
  if (bytes > most) throw new Error(`${what} has ${(bytes / mb).toFixed(1)} MB, more than ${most / mb}`);
}

/** What it prints. Throws with it when it fails. */
function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `${stdout}\n${stderr}`}`);
  return stdout;
}
