import { timingSafeEqual } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ProcessExit, Spawn, SpawnedProcess, SpawnRequest } from './spawn.ts';
import { controlName, readLines, type SpawnOrder, type SpawnReport } from './spawn-messages.ts';

/** The engine's end of the connections to one spawn helper. */
export interface SpawnLink {
  /** As `Spawn`; rejects with `HelperGone` where nothing has been started. */
  readonly spawn: Spawn;
  /** Resolves with the helper's number once it can be used; rejects with `HelperGone` when it never could. */
  readonly ready: Promise<number>;
  /** Resolves when the helper is gone, or was given up. */
  readonly gone: Promise<void>;
  /** What it has started runs on; nobody will tell how it ends. */
  close(): void;
}

/** The helper is not there, and what it was asked for has not happened. */
export class HelperGone extends Error {
  override name = 'HelperGone';
}

interface Stream {
  readonly name: number;
  readonly socket: Socket;
}

interface Asked {
  readonly program: string;
  readonly answer: PromiseWithResolvers<number>;
  readonly exit: PromiseWithResolvers<ProcessExit | undefined>;
}

const HEADER_LIMIT_BYTES = 256;

export interface LinkOptions {
  /** To listen at. */
  readonly path: string;
  /** Whoever connects must know it. */
  readonly token: string;
  /** A helper that takes longer to start, or to start a program, is given up. */
  readonly answerWithinMs: number;
}

/** Listens for a helper. `onListening` starts it. */
export function openSpawnLink({ path, token, answerWithinMs }: LinkOptions, onListening: () => void): SpawnLink {
  const ready = Promise.withResolvers<number>();
  const gone = Promise.withResolvers<void>();
  const asked = new Map<number, Asked>();
  const offered: Stream[] = [];
  const wanting: { readonly count: number; readonly streams: PromiseWithResolvers<readonly Stream[]> }[] = [];
  let control: Socket | undefined;
  let lastId = 0;
  let isClosed = false;
  let waiting = 0;
  let heardAt = performance.now();
  let watch: NodeJS.Timeout | undefined;
  ready.promise.catch(() => {});

  // Streams that a program has closed are closed here too.
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on('error', () => socket.destroy());
    readHeader(socket, (header) => {
      const [said = '', name = ''] = header.split(' ');
      if (isClosed || !isSame(said, token)) socket.destroy();
      else if (name === controlName) takeControl(socket);
      else takeStream({ name: Number(name), socket });
    });
  });
  server.unref();
  server.on('error', close);
  // A burst of programs is a burst of connections.
  server.listen({ path, backlog: 4096 }, onListening);
  const starting = setTimeout(close, answerWithinMs).unref();

  /** Gives up a helper from which nothing was heard for too long, while somebody waits for it. */
  function watchHelper(): void {
    if (waiting === 0 || isClosed) return;
    watch ??= setTimeout(() => {
      watch = undefined;
      // Should it be us who did not listen: what has arrived meanwhile is read first.
      setImmediate(() => (performance.now() - heardAt >= answerWithinMs && waiting > 0 ? close() : watchHelper()));
    }, answerWithinMs).unref();
  }

  function takeControl(socket: Socket): void {
    if (control !== undefined) return void socket.destroy();
    control = socket;
    socket.unref();
    socket.setEncoding('utf8');
    socket.once('close', close);
    socket.on(
      'data',
      readLines((line) => take(JSON.parse(line))),
    );
    socket.resume();
  }
  function take(report: SpawnReport): void {
    heardAt = performance.now();
    if (report.is === 'ready') {
      clearTimeout(starting);
      return ready.resolve(report.pid);
    }
    const one = asked.get(report.id);
    if (report.is === 'started') one?.answer.resolve(report.pid);
    if (report.is === 'refused') {
      const { message, code } = report;
      one?.answer.reject(Object.assign(new Error(message), code === undefined ? {} : { code }));
    }
    if (report.is === 'ended') one?.exit.resolve({ code: report.code, signal: report.signal });
    if (report.is !== 'started') asked.delete(report.id);
    stayAlive();
  }
  /** As a child of our own would, a program keeps this process alive; a helper with nothing to do does not. */
  function stayAlive(): void {
    if (isClosed) return;
    if (waiting + asked.size > 0) control?.ref();
    else control?.unref();
  }

  function takeStream(stream: Stream): void {
    heardAt = performance.now();
    stream.socket.unref();
    offered.push(stream);
    serveWanting();
  }
  function serveWanting(): void {
    for (;;) {
      const [first] = wanting;
      if (first === undefined || offered.length < first.count) return;
      wanting.shift();
      first.streams.resolve(offered.splice(0, first.count));
    }
  }
  function wantStreams(count: number): Promise<readonly Stream[]> {
    const streams = Promise.withResolvers<readonly Stream[]>();
    wanting.push({ count, streams });
    serveWanting();
    return streams.promise;
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(starting);
    clearTimeout(watch);
    server.close();
    control?.destroy();
    for (const { socket } of offered) socket.destroy();
    for (const { streams } of wanting) streams.reject(new HelperGone());
    // After those orders have been told that could not be written any more.
    setImmediate(() => {
      for (const { program, answer, exit } of asked.values()) {
        answer.reject(unansweredError(program));
        exit.resolve(undefined);
      }
    });
    ready.reject(new HelperGone());
    gone.resolve();
  }

  async function spawn(request: SpawnRequest): Promise<SpawnedProcess> {
    if (waiting === 0) heardAt = performance.now();
    waiting++;
    stayAlive();
    watchHelper();
    try {
      if (isClosed) throw new HelperGone();
      const streams = await wantStreams(request.hasInput ? 3 : 2);
      return await order(request, streams).catch((error: unknown) => {
        for (const { socket } of streams) socket.destroy();
        throw error;
      });
    } finally {
      waiting--;
      stayAlive();
    }
  }
  async function order({ program, args, cwd, environment }: SpawnRequest, streams: readonly Stream[]): Promise<SpawnedProcess> {
    const [stdout, stderr, stdin] = streams;
    if (isClosed || control === undefined || stdout === undefined || stderr === undefined) throw new HelperGone();
    const id = ++lastId;
    const one: Asked = { program, answer: Promise.withResolvers(), exit: Promise.withResolvers() };
    asked.set(id, one);
    const message: SpawnOrder = { id, program, args, cwd, environment, stdio: [stdin?.name ?? null, stdout.name, stderr.name] };
    control.write(`${JSON.stringify(message)}\n`, (error) => {
      // Without its last byte, the line is none.
      if (error) one.answer.reject(new HelperGone());
    });
    const pid = await one.answer.promise;
    for (const { socket } of streams) socket.ref();
    // What becomes of input that was not read is told by the exit code.
    stdin?.socket.once('finish', () => stdin.socket.destroy());
    const exited = one.exit.promise;
    const ends = [stdout, stderr].map(({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
    const closed = Promise.all([exited, ...ends]).then(() => {});
    return { pid, stdin: stdin?.socket ?? null, stdout: stdout.socket, stderr: stderr.socket, exited, closed };
  }

  return { spawn, ready: ready.promise, gone: gone.promise, close };
}

/** Gives the first line to `onHeader`, with the socket at rest and the remainder still to be read from it. */
function readHeader(socket: Socket, onHeader: (header: string) => void): void {
  let read = Buffer.alloc(0);
  const take = (chunk: Buffer): void => {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf('\n');
    if (end < 0) {
      if (read.length > HEADER_LIMIT_BYTES) socket.destroy();
      return;
    }
    socket.off('data', take);
    socket.pause();
    const rest = read.subarray(end + 1);
    if (rest.length > 0) socket.unshift(rest);
    onHeader(read.subarray(0, end).toString('latin1'));
  };
  socket.on('data', take);
}

function isSame(said: string, token: string): boolean {
  const [a, b] = [Buffer.from(said), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function unansweredError(program: string): ActionError {
  return new ActionError('PROCESS_UNSEEN', `Nobody saw whether ${program} was started: the helper process that was to start it has gone`, {
    kind: 'unknown',
    hint: 'Look whether it has done its work, then decide about this step.',
  });
}
