import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Check } from '../../shared/contract/system.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { checkRuns } from '../engine/check-runs.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Store } from '../store/store.ts';
import { checkDataFolder } from './doctor-data-folder.ts';

const run = promisify(execFile);

/** Looks at everything that runs depend on: the data folder, the database, and the programs that steps call. */
export async function examine(parts: EngineParts, secrets: Secrets, version: string, deep: boolean): Promise<Check[]> {
  return [
    ...(await checkDataFolder(parts.store, parts.clock.now(), deep)),
    ...(deep ? [await checkRunRecords(parts.store)] : []),
    checkSecrets(secrets),
    { name: 'pawl', ok: true, detail: `version ${version}, data format ${String(parts.store.file.settings()['user_version'])}` },
    ...(await Promise.all([
      checkNode(),
      checkProgram('git', ['--version'], 'Install git: git steps need it.'),
      checkProgram('sh', ['-c', 'echo a shell is there'], 'Install a POSIX shell: shell steps need it.'),
      checkNotifications(parts),
    ])),
  ];
}

async function checkRunRecords(store: Store): Promise<Check> {
  const { checked, problems } = await checkRuns(store);
  if (problems.length === 0) return { name: 'runs', ok: true, detail: `the rows of ${checked} runs say what their events say` };
  const detail = `${problems.length} differences in ${checked} runs: ${problems.slice(0, 5).join('; ')}`;
  return { name: 'runs', ok: false, detail, fix: 'This is a fault in Pawl. Please report it; a backup from before may help you go on.' };
}

function checkSecrets(secrets: Secrets): Check {
  try {
    const list = secrets.list();
    const { text } = secrets.protection();
    const closed = list.filter(({ problem }) => problem !== null);
    const [first] = closed;
    if (first === undefined)
      return { name: 'secrets', ok: true, detail: list.length === 0 ? `none yet. ${text}` : `${list.length}. ${text}` };
    const names = closed.map(({ name }) => name).join(', ');
    return { name: 'secrets', ok: false, detail: `cannot be opened: ${names}`, fix: first.problem ?? '' };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return { name: 'secrets', ok: false, detail: error.message, fix: error.hint ?? '' };
  }
}

async function checkNode(): Promise<Check> {
  const major = Number(process.versions.node.split('.')[0]);
  const detail = `Node ${process.versions.node}`;
  return major === 24
    ? { name: 'node', ok: true, detail }
    : { name: 'node', ok: false, detail, fix: 'Start Pawl by its own launcher, which brings Node 24.' };
}

async function checkProgram(program: string, args: readonly string[], fix: string): Promise<Check> {
  try {
    const { stdout } = await run(program, args, { timeout: 5000 });
    return { name: program, ok: true, detail: stdout.trim() };
  } catch (error) {
    return { name: program, ok: false, detail: error instanceof Error ? error.message : String(error), fix };
  }
}

/** Desktop notifications are a convenience: without them everything else works. */
async function checkNotifications({ platform }: EngineParts): Promise<Check> {
  if (platform.os !== 'linux') return { name: 'notifications', ok: true, detail: 'by the system' };
  const hasDesktop = platform.environment['DISPLAY'] !== undefined || platform.environment['WAYLAND_DISPLAY'] !== undefined;
  return { name: 'notifications', ok: true, detail: hasDesktop ? 'by notify-send' : 'no desktop here: notify.desktop steps will say so' };
}
