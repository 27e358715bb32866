import { describe, expect, it } from 'vitest';
import { keepConnected } from './connection.ts';

/** Wires that a test cuts, each answering with its number. */
function makeWires() {
  const cuts: (() => void)[] = [];
  const open = () => {
    const number = cuts.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    cuts.push(resolve);
    return { link: { call: async () => number }, closed: promise };
  };
  return { open, cut: (number: number) => cuts[number]?.(), count: () => cuts.length };
}

const probe = (link: { call(path: readonly string[], input: unknown, options: { context: object }): Promise<unknown> }) =>
  link.call([], undefined, { context: {} });

describe('the connection to the engine', () => {
  it('goes over a new wire when the last is gone', async () => {
    const wires = makeWires();
    const connection = keepConnected(wires.open, probe);
    const states: string[] = [];
    connection.subscribe(() => states.push(connection.state()));
    await connection.whenOpen();
    expect(await probe(connection.link)).toBe(0);
    wires.cut(0);
    await expect.poll(() => states).toEqual(['open', 'lost', 'open']);
    expect(await probe(connection.link)).toBe(1);
  });

  it('tries again while nobody answers', async () => {
    const wires = makeWires();
    const connection = keepConnected(wires.open, (link) => (wires.count() < 3 ? Promise.reject(new Error('nobody')) : probe(link)));
    await connection.whenOpen();
    expect(wires.count()).toBe(3);
  });

  it('tells why the engine is away, as often as that changes', async () => {
    const refusals = [
      ...['opening the data folder', 'the data folder is gone'].map((why) => Object.assign(new Error(why), { code: 'ENGINE_BUSY' })),
      new Error('nobody'),
    ];
    const wires = makeWires();
    const connection = keepConnected(wires.open, (link) => {
      const refusal = refusals.shift();
      return refusal === undefined ? probe(link) : Promise.reject(refusal);
    });
    const reasons: (string | undefined)[] = [];
    connection.subscribe(() => reasons.push(connection.why()));
    await connection.whenOpen();
    expect(reasons).toEqual(['opening the data folder', 'the data folder is gone', undefined, undefined]);
  });

  it('says of a call that the wire has cut off that it was sent, and of one after it that it was not', async () => {
    const { promise: closed, resolve: cut } = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    let asked = 0;
    const connection = keepConnected(() => ({ link: { call: () => (asked++ === 0 ? Promise.resolve() : answer.promise) }, closed }), probe);
    await connection.whenOpen();
    const underWay = probe(connection.link);
    cut();
    await closed;
    answer.reject(new Error('Cannot send message, WebSocket is not open.'));
    await expect(underWay).rejects.toMatchObject({ name: 'EngineAway', wasSent: true });
    await expect(probe(connection.link)).rejects.toMatchObject({ name: 'EngineAway', wasSent: false });
    expect(asked).toBe(2);
  });

  it('stops waiting for it when it is told to', async () => {
    const connection = keepConnected(makeWires().open, () => new Promise(() => {}));
    const leaving = new AbortController();
    const waited = connection.whenOpen(leaving.signal);
    leaving.abort(new Error('left'));
    await expect(waited).rejects.toThrow('left');
  });
});
