import type { LoopbackState } from '../../shared/contract/desktop.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { type Servers, type ServersOptions, startServers } from '../host/servers.ts';

export interface DesktopServers extends Pick<Servers, 'suspend' | 'resume' | 'close' | 'removeHostFile'> {
  readonly loopback: LoopbackState;
}

/** The local socket, and on `wanted` the loopback server, unless that is undefined. A port that is taken is no reason to have none: another one is, and is told. */
export async function startDesktopServers(options: Omit<ServersOptions, 'http'>, wanted: number | undefined): Promise<DesktopServers> {
  const start = async (http: ServersOptions['http'], note: string | null): Promise<DesktopServers> => {
    const servers = await startServers({ ...options, http });
    return { ...servers, loopback: { url: servers.url ?? null, note } };
  };
  if (wanted === undefined) return start(undefined, null);
  try {
    return await start({ port: wanted }, null);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'PORT_TAKEN') throw error;
    return start({}, `Port ${wanted} is taken by another program: another one is used until Pawl starts again.`);
  }
}
