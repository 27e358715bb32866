/**
 * Where the login page leaves the session for the window, in the page's local storage: that belongs to one origin with its port, while a
 * cookie would go to every other server of the machine, too.
 */
export const sessionStorageKey = 'pawl.session';

/** The subprotocol of the contract over WebSocket. */
export const rpcProtocol = 'pawl.rpc';

const sessionPrefix = 'pawl.session.';

/** What a window offers when it opens the socket at /rpc: a browser cannot set a header there, and an address would be logged. */
export function rpcProtocols(session: string): string[] {
  return [rpcProtocol, sessionPrefix + session];
}

/** The session among the offered subprotocols. */
export function sessionOf(protocols: readonly string[]): string | undefined {
  return protocols.find((one) => one.startsWith(sessionPrefix))?.slice(sessionPrefix.length);
}
