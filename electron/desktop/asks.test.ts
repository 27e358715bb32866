import { describe, expect, it } from 'vitest';
import type { Ask } from '../../shared/contract/desktop.ts';
import { createAsks } from './asks.ts';

const ask = (run: string): Ask => ({ kind: 'open', run });

describe('asks', () => {
  it('wait for a listener, and come in order', async () => {
    const asks = createAsks();
    asks.add(ask('a'));
    asks.add(ask('b'));
    const heard = asks.listen(undefined);
    expect((await heard.next()).value).toEqual(ask('a'));
    expect((await heard.next()).value).toEqual(ask('b'));
    const later = heard.next();
    asks.add(ask('c'));
    expect((await later).value).toEqual(ask('c'));
  });

  it('go to the newest listener alone: the one before it ends', async () => {
    const asks = createAsks();
    const before = asks.listen(undefined);
    const ended = before.next();
    const after = asks.listen(undefined).next();
    expect((await ended).done).toBe(true);
    asks.add(ask('a'));
    expect((await after).value).toEqual(ask('a'));
  });

  it('stay for the next listener when one goes away', async () => {
    const asks = createAsks();
    const leaving = new AbortController();
    const gone = asks.listen(leaving.signal).next();
    leaving.abort();
    expect((await gone).done).toBe(true);
    asks.add(ask('a'));
    expect((await asks.listen(undefined).next()).value).toEqual(ask('a'));
  });

  it('of a flood are the last twenty', async () => {
    const asks = createAsks();
    for (let count = 0; count < 1000; count++) asks.add(ask(String(count)));
    expect((await asks.listen(undefined).next()).value).toEqual(ask('980'));
  });
});
