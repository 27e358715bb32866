import path from 'node:path';
import { ORPCError } from '@orpc/server';
import { app, BrowserWindow, crashReporter, dialog, Menu, nativeTheme, powerMonitor, shell } from 'electron';
import manifest from '../../package.json' with { type: 'json' };
import type { DesktopPage } from '../../shared/contract/desktop.ts';
import type { App } from '../app.ts';
import { notifyOfInbox } from '../host/inbox-notifications.ts';
import { templatesFolder } from '../templates/templates.ts';
import { idle, readActivity, watchActivity } from './activity.ts';
import { appMenu } from './app-menu.ts';
import { serveAppScheme } from './app-scheme.ts';
import { changeSettings, loopbackPort } from './apply-settings.ts';
import { type Asks, createAsks } from './asks.ts';
import { hiddenSwitch } from './autostart-entry.ts';
import { guardContents, guardPermissions } from './contents-guard.ts';
import { reloadCrashedPages } from './crash-reload.ts';
import { type DesktopEngine, openDesktopEngine } from './desktop-engine.ts';
import { desktopHandlers } from './desktop-handlers.ts';
import { createElectronPlatform } from './electron-platform.ts';
import { createLiveEngine } from './live-engine.ts';
import { createLoopbackAccess } from './loopback-access.ts';
import { keepMainWindow } from './main-window.ts';
import { takeLinksAndFiles } from './opened-from.ts';
import { createOutside } from './outside.ts';
import { createQuickRun } from './quick-run.ts';
import { quitInOrder } from './quit.ts';
import { notifyOfRuns } from './run-notifications.ts';
import { openSettings } from './settings.ts';
import { openShellLog, type ShellLog } from './shell-log.ts';
import { createTray } from './tray.ts';
import { serveWindows } from './window-calls.ts';
import { readWorkflowFile } from './workflow-file.ts';

const graceMs = 5000;
/** What the tray offers may be another after these, and no event of a run tells of them. */
const changesTray = new Set([
  ...['import', 'importBundle', 'replace', 'setEnabled', 'setFavourite', 'delete', 'duplicate'].map((name) => `workflows.${name}`),
  ...['setAllPaused', 'pause', 'resume'].map((name) => `triggers.${name}`),
]);
const rendererDir = path.join(import.meta.dirname, '..', 'renderer');
const resourcesDir = path.join(import.meta.dirname, '..', '..', 'resources');

/** The one instance of a data folder, from its start to its end. */
export function startDesktop(dataDir: string): void {
  const log = openShellLog(dataDir, Date.now);
  // What nobody expected is written down; the runs of the engine are worth more than an exit.
  process.on('uncaughtException', log.fault);
  process.on('unhandledRejection', log.fault);
  crashReporter.start({ uploadToServer: false });
  guardContents((refusal, detail) => log.write('refused', { refusal, detail }));
  reloadCrashedPages(log, Date.now);
  // Without a listener, the last window takes the application with it.
  app.on('window-all-closed', () => {});
  const asks = createAsks();
  let show = (): void => {};
  // Now: on macOS, what Pawl is opened with is told before it is ready.
  takeLinksAndFiles(asks, () => show());
  app
    .whenReady()
    .then(() => {
      show = runDesktop(dataDir, log, asks);
    })
    .catch((error) => {
      log.fault(error);
      dialog.showErrorBox('Pawl cannot start', messageOf(error));
      app.exit(1);
    });
}

/** Wires the window, the tray and the engine to each other. The window comes first: the engine opens while its page loads. Returns what brings the window to the front. */
function runDesktop(dataDir: string, log: ShellLog, asks: Asks): () => void {
  const settings = openSettings(dataDir);
  nativeTheme.themeSource = settings.settings.theme;
  const refused = (refusal: string, detail: string): void => log.write('refused', { refusal, detail });
  guardPermissions(refused);
  serveAppScheme(rendererDir);

  let refreshActivity = (): void => {};
  let stopWatching = (): void => {};
  let engine: DesktopEngine | undefined;
  let lastApp: App | undefined;
  const live = createLiveEngine();
  const quickRun = createQuickRun();
  const main = keepMainWindow({
    settings,
    onClosed: () => {
      if (!settings.settings.keepInTray) app.quit();
    },
  });
  const openFile = async (): Promise<void> => {
    const file = await chooseFile();
    if (file !== undefined) asks.add(await readWorkflowFile(file));
    main.show();
  };
  const foldersOfPawl = async (): Promise<readonly string[]> => {
    const items = (await live.now?.client.workflows.list({ limit: 1000 }))?.items ?? [];
    return [dataDir, ...items.flatMap((workflow) => (workflow.path === null ? [] : [path.dirname(workflow.path)]))];
  };
  const handlers = desktopHandlers({
    asks,
    settings: () => settings.settings,
    change: (change) => changeSettings({ file: settings, quickRun, serveOn: async (port) => engine?.serveOn(port) }, change),
    loopback: { state: () => engine?.loopback ?? { url: null, note: null }, ...createLoopbackAccess(dataDir) },
    outside: createOutside({ roots: foldersOfPawl, onRefusal: refused }),
    chooseFile,
    choosePath,
    showDataFolder: () => shell.showItemInFolder(path.join(dataDir, 'pawl.db')),
    showMainWindow: main.show,
    hideQuickRun: quickRun.hide,
  });
  const calls = serveWindows({
    // One that is lost answers nothing, and its contract is still the one that the window knows.
    router: async () => ({ ...(live.lostBecause === undefined ? (await live.whenOpen()).app : lastApp)?.router, desktop: handlers }),
    unavailable: () => live.lostBecause,
    isOurWindow: (id) => [main.window, quickRun.window].some((window) => window?.webContents.id === id),
    onAnswered: (path) => {
      if (changesTray.has(path.join('.'))) refreshActivity();
    },
    onRefusal: refused,
    onFault: log.fault,
  });

  // A click on the Dock's icon.
  app.on('activate', main.show);
  if (!process.argv.includes(hiddenSwitch)) main.show();

  const go = goIn(asks, main.show);
  const tellPerson = (error: unknown): void => {
    asks.add({ kind: 'problem', message: messageOf(error) });
    main.show();
  };
  /** One that needs inputs is asked for them in the window. */
  const startFromTray = async (workflow: string): Promise<void> => {
    try {
      await live.now?.client.runs.start({ source: { workflow }, triggeredBy: 'tray' });
    } catch (error) {
      if (!(error instanceof ORPCError) || error.code !== 'INVALID_INPUT') throw error;
      asks.add({ kind: 'run', workflow, inputs: {}, from: 'tray' });
      main.show();
    }
  };
  const tray = createTray(resourcesDir, {
    open: main.show,
    openRun: (run) => go('runs', run),
    quickRun: quickRun.show,
    openInbox: () => go('inbox'),
    start: (workflow) => void startFromTray(workflow).catch(tellPerson),
    fire: (trigger) => live.now?.client.triggers.fire({ trigger }).catch(tellPerson),
    cancel: (run) => live.now?.client.runs.cancel({ run }).catch(tellPerson),
    pauseAll: (paused) => live.now?.client.triggers.setAllPaused({ paused }).then(refreshActivity).catch(tellPerson),
    quit: () => app.quit(),
  });
  tray.show(idle);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      appMenu(process.platform, !app.isPackaged, { go, openFile: () => void openFile().catch(log.fault), quickRun: quickRun.show }),
    ),
  );
  if (!quickRun.listen(settings.settings.quickRunShortcut)) log.write('shortcut refused', { shortcut: settings.settings.quickRunShortcut });
  const wake = (): void => void live.now?.app.triggers.wake().catch(log.fault);
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', wake);

  const platform = createElectronPlatform(process.env);

  function attach(opened: App): void {
    // Windows are bound to the engine before.
    if (lastApp !== undefined) calls.disconnect();
    lastApp = opened;
    const { client } = live.opened(opened);
    const activity = watchActivity(opened, client, {
      onChange(now) {
        tray.show(now);
        app.setBadgeCount(now.waitingForPerson);
      },
      onFault: log.fault,
    });
    const isWanted = (): boolean => settings.settings.notifications && BrowserWindow.getFocusedWindow() === null;
    const stopNotifying = notifyOfRuns(opened, {
      client,
      isWanted,
      openRun: (run) => go('runs', run),
      onFault: log.fault,
    });
    const stopAsking = notifyOfInbox({ client, platform, isWanted, open: (item) => go('inbox', item), onFault: log.fault });
    refreshActivity = activity.refresh;
    stopWatching = () => {
      activity.stop();
      stopNotifying();
      stopAsking();
    };
  }
  function detach(why: string): void {
    stopWatching();
    live.lost(why);
    calls.disconnect();
    tray.show(idle);
  }

  const options = {
    dataDir,
    platform,
    version: manifest.version,
    templatesDir: templatesFolder,
    port: () => loopbackPort(settings.settings),
    onFault: log.fault,
    onShutdown: () => app.quit(),
    onOpened: attach,
    onLost(error: unknown) {
      if (live.lostBecause !== messageOf(error)) log.fault(error);
      detach(messageOf(error));
    },
    onGivenUp(error: unknown) {
      log.fault(error);
      detach(messageOf(error));
      dialog.showErrorBox('Pawl cannot go on', messageOf(error));
    },
  };
  const opening = openUntilGivenUp(async () => {
    engine = await openDesktopEngine(options);
  }, log);

  quitInOrder({
    runs: async () => (live.now === undefined ? [] : (await readActivity(live.now.client)).runs),
    canHide: () => settings.settings.keepInTray,
    hideWindows() {
      for (const window of BrowserWindow.getAllWindows()) window.hide();
    },
    async close() {
      await opening;
      quickRun.stop();
      detach('Pawl is quitting.');
      await engine?.close(graceMs);
      tray.destroy();
    },
    onFault: log.fault,
  });
  return main.show;
}

function goIn(asks: Asks, show: () => void) {
  return (page: DesktopPage, run?: string): void => {
    asks.add({ kind: 'go', page, ...(run === undefined ? {} : { run }) });
    show();
  };
}

async function chooseFile(): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog({
    title: 'Open a workflow file',
    filters: [{ name: 'Workflows', extensions: ['yaml', 'yml', 'json', 'bas'] }],
    properties: ['openFile'],
  });
  return filePaths[0];
}

async function choosePath(kind: 'file' | 'folder'): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog({
    title: kind === 'file' ? 'Choose a file' : 'Choose a folder',
    properties: [kind === 'file' ? 'openFile' : 'openDirectory'],
  });
  return filePaths[0];
}

/** A data folder that cannot be opened is for the person to free or mend. Resolves when it is open, or when the person quits instead. */
async function openUntilGivenUp(open: () => Promise<void>, log: ShellLog): Promise<void> {
  for (;;) {
    try {
      return await open();
    } catch (error) {
      log.fault(error);
      const { response } = await dialog.showMessageBox({
        type: 'error',
        title: 'Pawl',
        message: 'Pawl cannot open its data folder',
        detail: messageOf(error),
        buttons: ['Try again', 'Quit'],
        cancelId: 1,
        noLink: true,
      });
      if (response !== 0) {
        app.quit();
        return;
      }
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
