import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyCalls } from './only-calls.ts';

class Port extends EventEmitter {
  isClosed = false;
  readonly sent: unknown[] = [];
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  close(): void {
    this.isClosed = true;
  }
}

function open() {
  const port = new Port();
  const refusals: string[] = [];
  const calls: unknown[] = [];
  onlyCalls(port, (_refusal, detail) => refusals.push(detail)).on('message', (message) => calls.push(message?.data));
  return { port, refusals, calls, receive: (data: unknown) => port.emit('message', { data }) };
}

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

describe('a port of a window', () => {
  it('carries calls', () => {
    const { calls, refusals, receive } = open();
    receive('{"i":"1","p":{"u":"/system/info"}}');
    receive(new Uint8Array([123, 125, 255]));
    expect(calls).toHaveLength(2);
    expect(refusals).toEqual([]);
  });

  it.each([
    ['nothing', undefined],
    ['a map', { i: '1' }],
    ['a map that holds itself', cyclic],
    ['not a number', Number.NaN],
    ['a list', '[1]'],
    ['a text that is no JSON', '{"i":'],
    ['a call without an id', '{"p":{}}'],
    ['no bytes', new Uint8Array()],
    ['500 MB', { length: 500_000_000 }],
    ['33 MB of text', `{"i":"${'x'.repeat(33 * 1024 * 1024)}"}`],
  ])('IP-2 is closed, and told of, when it brings %s', (_, data) => {
    const { port, calls, refusals, receive } = open();
    receive(data);
    expect(calls).toEqual([]);
    expect(port.isClosed).toBe(true);
    expect(refusals).toHaveLength(1);
  });

  it('IP-2 lets no text through that is not an object with an id', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { calls, receive } = open();
        receive(text);
        for (const call of calls) expect(JSON.parse(String(call))).toHaveProperty('i');
      }),
    );
  });
});
