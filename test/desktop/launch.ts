import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');
/** Of another build of the application, where one is to be driven: `npm run package:check` unpacks the one that is shipped. */
const application = process.env['PAWL_APPLICATION'] ?? root;
export const mainFile = path.join(application, 'out/main/main.js');

export const onStandIn = process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined;

export interface Pawl {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  /** What the page has complained about: errors, and violations of the content security policy. */
  readonly complaints: readonly string[];
  /** Quits as a person does, whatever still runs, and waits for the process to end. */
  quit(): Promise<void>;
}

export interface LaunchOptions {
  /** Default: a new data folder. */
  readonly home?: string;
  readonly args?: readonly string[];
  /** On top of this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the built application on its own data folder. */
export async function launchPawl({ home, args = [], environment = {} }: LaunchOptions = {}): Promise<Pawl> {
  const dataDir = home ?? (await makeFolder());
  const app = await launchApp(dataDir, args, environment);
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    app,
    page,
    home: dataDir,
    complaints,
    async quit() {
      // The question what to do with runs under way is answered with its first button, which quits.
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
      });
      await app.close();
    },
  };
}

export async function launchApp(
  dataDir: string,
  args: readonly string[],
  own: Readonly<Record<string, string>> = {},
): Promise<ElectronApplication> {
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const app = await _electron.launch({
    args: [mainFile, ...args],
    cwd: application,
    env: { ...environment, ...own, PAWL_HOME: dataDir, XDG_CONFIG_HOME: configFolder(dataDir) },
  });
  if (process.env['VERBOSE'] !== undefined) {
    app.process().stderr?.pipe(process.stderr);
    app.process().stdout?.pipe(process.stdout);
  }
  return app;
}

/** What the application writes for the desktop lies beside its data, not in the home of whoever tests. */
export function configFolder(dataDir: string): string {
  return `${dataDir}-config`;
}

/** The program that `_electron.launch` starts: Electron's, or the stand-in's. */
export function electronProgram(): string {
  return String(createRequire(import.meta.url)('electron'));
}

export function makeFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'pawl-desktop-'));
}
