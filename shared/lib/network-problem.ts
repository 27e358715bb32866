import type { ErrorKind } from './action-error.ts';

export interface NetworkProblem {
  /** Of the socket, of TLS or of Node's HTTP client; undefined where there is none. */
  readonly code: string | undefined;
  /** A clause in plain words. */
  readonly problem: string;
  readonly hint: string;
  /** Whether the request can have reached the server. */
  readonly sent: boolean;
  readonly kind: ErrorKind;
}

/** What kept `fetch` from an answer, by what it threw. */
export function networkProblemOf(thrown: unknown): NetworkProblem {
  const code = codeOf(thrown);
  return { kind: 'retryable', ...meaningOf(code), code };
}

interface Meaning {
  readonly problem: string;
  readonly hint: string;
  /** Whether the request can have reached the server. */
  readonly sent: boolean;
  readonly kind?: ErrorKind;
}

const NO_NAME: Meaning = { problem: 'its name has no address', hint: 'Check the name and the connection to the internet.', sent: false };
const NO_ROUTE: Meaning = { problem: 'its network cannot be reached', hint: 'Check the connection, VPN and firewall.', sent: false };
const NO_ANSWER: Meaning = { problem: 'it does not answer', hint: 'Check the address, the port and the firewall.', sent: false };
const CUT: Meaning = { problem: 'the connection broke off', hint: 'Look at the log of the server.', sent: true };
const SLOW: Meaning = { problem: 'it stopped answering', hint: 'Look at the log of the server.', sent: true };
const BAD_ANSWER: Meaning = {
  problem: 'what it answered is no valid HTTP',
  hint: 'Check that the port is that of a web server.',
  sent: true,
};

/** Of Node's sockets and of its HTTP client; both promise codes, not messages. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: NO_NAME,
  EAI_AGAIN: NO_NAME,
  EAI_NODATA: NO_NAME,
  ECONNREFUSED: { problem: 'nothing listens on that port', hint: 'Check that the server runs, and the port.', sent: false },
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  ENETDOWN: NO_ROUTE,
  ETIMEDOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
  UND_ERR_HEADERS_TIMEOUT: SLOW,
  UND_ERR_BODY_TIMEOUT: SLOW,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CUT,
  UND_ERR_SOCKET: CUT,
  ECONNRESET: CUT,
  EPIPE: CUT,
  Z_DATA_ERROR: BAD_ANSWER,
  Z_BUF_ERROR: CUT,
};

const CERTIFICATE: Meaning = {
  problem: 'its certificate cannot be trusted',
  hint: 'Check the date of this machine and the certificate; NODE_EXTRA_CA_CERTS names the certificates of a company.',
  sent: false,
  kind: 'fatal',
};
const NO_TLS: Meaning = {
  problem: 'no secure connection could be made',
  hint: 'Check that the port speaks https.',
  sent: false,
  kind: 'fatal',
};

function meaningOf(code: string | undefined): Meaning {
  if (code === undefined) return BAD_ANSWER;
  if (/^(?:ERR_SSL_|ERR_TLS_(?!CERT)|EPROTO)/.test(code)) return NO_TLS;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/.test(code)) return CERTIFICATE;
  return MEANINGS[code] ?? { problem: `the network answered ${code}`, hint: 'Check the connection.', sent: true };
}

/** `fetch` wraps what happened, and several tried addresses come as an AggregateError that carries the code of the first. */
function codeOf(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return undefined;
}
