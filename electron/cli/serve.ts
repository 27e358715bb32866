import { setTimeout as delay } from 'node:timers/promises';
import type { TriggerView } from '../../shared/contract/triggers.ts';
import { readHost } from '../host/host-file.ts';
import { windowLink } from '../host/window-link.ts';
import { type Engine, openEngine } from './connect.ts';
import { exitCodes } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import type { Web } from './link.ts';
import { openInBrowser } from './open-in-browser.ts';
import { triggerTable } from './output/trigger-table.ts';
import { printJson, type Session } from './session.ts';
import { offerTemplate } from './welcome.ts';

const takeOverPollMs = 250;

/** Runs the engine with its triggers until a signal, or until a client asks it to stop. Where another process does so already, tells what that one watches. */
export async function serve(
  session: Session,
  { welcome, open, web }: { readonly welcome: boolean; readonly open: boolean; readonly web: Web | undefined },
): Promise<void> {
  const engine = await takeOver(session, web);
  let stopListening = () => {};
  try {
    const stopped = new Promise<void>((resolve) => {
      stopListening = onInterrupt(resolve, () => process.exit(exitCodes.interrupted));
    });
    await announce(session, engine, open);
    if (engine.isRemote()) return;
    if (welcome) await offerTemplate(session, engine);
    await Promise.race([stopped, engine.stopAsked(), engine.failed()]);
    if (!session.quiet && session.format === 'table')
      session.terminal.note('Stopping: running steps end first. Ctrl-C again leaves at once.\n');
  } finally {
    await engine.close();
    stopListening();
  }
}

/** Waits for the end of a command that has the data folder for itself: its engine watches no triggers. */
async function takeOver(session: Session, web: Web | undefined): Promise<Engine> {
  for (let told = false; ; told = true) {
    const engine = await openEngine({ dataDir: session.dataDir, work: 'all', ...(web === undefined ? {} : { web }) });
    if (!engine.isRemote()) return engine;
    const info = await engine.call((client) => client.system.info());
    if (info.triggers) return engine;
    await engine.close();
    if (!told) session.terminal.note(`Waiting for another command (process ${info.pid}) to end.\n`);
    await delay(takeOverPollMs);
  }
}

async function announce(session: Session, engine: Engine, open: boolean): Promise<void> {
  const info = await engine.call((client) => client.system.info());
  const { items: triggers } = await engine.call((client) => client.triggers.list({}));
  const host = await readHost(session.dataDir);
  const url = host?.port === undefined ? null : `http://127.0.0.1:${host.port}`;
  const { terminal, quiet, format } = session;
  if (format === 'json') {
    printJson(session, { ...info, url, watching: triggers });
    return;
  }
  if (quiet) return;
  if (engine.isRemote()) terminal.write(`The engine runs already (process ${info.pid}).\n`);
  else terminal.write(`Pawl ${info.version} serves ${info.dataDir} (process ${info.pid}). Ctrl-C stops it.\n`);
  const link = open && host !== undefined ? windowLink(host, Date.now()) : undefined;
  if (link !== undefined) {
    const opened = await openInBrowser(link);
    terminal.write(
      `Its window ${opened ? 'opens in the browser' : 'is at'} ${link}\n(for one window, within a minute; later: pawl open)\n`,
    );
  } else if (url !== null) terminal.write(`Its window is at ${url}; open it with: pawl open\n`);
  terminal.write(watchText(session, triggers));
}

function watchText({ terminal }: Session, triggers: readonly TriggerView[]): string {
  if (triggers.length === 0) return 'No triggers yet: `pawl import <file>` in another terminal adds some.\n';
  return triggerTable(triggers, terminal, Date.now());
}
