// The entry of a small process that starts programs for the engine, so that a big engine need not fork itself. It knows nothing but this:
// what a program prints goes to the engine without coming by, and the helper ends with the engine's connection.
import { spawn } from 'node:child_process';
import { connect, Socket } from 'node:net';
import { controlName, readLines, type SpawnOrder, type SpawnReport, socketVariable, tokenVariable } from './spawn-messages.ts';

/** Connections that wait to become the streams of programs: enough for four programs at once, before the next are made. */
const OFFERED = 12;

const { [socketVariable]: path = '', [tokenVariable]: token = '' } = process.env;
const streams = new Map<number, Socket>();
let lastStream = 0;

process.title = 'pawl-spawn-helper';
// They are meant for the engine, which may still need to see how its programs end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const control = connect(path);
control.setEncoding('utf8');
control.on(
  'data',
  readLines((line) => start(JSON.parse(line))),
);
control.on('error', () => {});
control.once('close', () => process.exit());
control.once('connect', () => {
  control.write(`${token} ${controlName}\n`);
  report({ is: 'ready', pid: process.pid });
  offerStreams(OFFERED);
});

function offerStreams(count: number): void {
  for (let made = 0; made < count; made++) {
    const name = ++lastStream;
    const stream = new Socket({ allowHalfOpen: true });
    // Nothing of a program's input may be read here.
    stream.pause();
    stream.once('error', () => {
      streams.delete(name);
      stream.destroy();
    });
    stream.connect(path, () => {
      streams.set(name, stream);
      stream.write(`${token} ${name}\n`);
    });
  }
}

function start({ id, program, args, cwd, environment, stdio }: SpawnOrder): void {
  const taken = stdio.flatMap((name) => (name === null ? [] : [takeStream(name)]));
  try {
    const [stdin, stdout, stderr] = stdio[0] === null ? ['ignore' as const, ...taken] : taken;
    const child = spawn(program, args, { cwd, env: environment, detached: true, stdio: [stdin, stdout, stderr] });
    const { pid } = child;
    if (pid === undefined) child.once('error', (error) => refuse(id, error));
    else {
      child.once('exit', (code, signal) => report({ is: 'ended', id, code, signal }));
      report({ is: 'started', id, pid });
    }
  } catch (error) {
    refuse(id, error);
  }
  // The program has its own by now.
  for (const stream of taken) stream.destroy();
  offerStreams(taken.length);
}

/** The engine names what it was offered, each once. */
function takeStream(name: number): Socket {
  const stream = streams.get(name);
  if (stream === undefined) throw new Error(`There is no stream ${name} to give to a program`);
  streams.delete(name);
  return stream;
}

function refuse(id: number, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? { code: String(error.code) } : {};
  report({ is: 'refused', id, message, ...code });
}

function report(message: SpawnReport): void {
  control.write(`${JSON.stringify(message)}\n`);
}
