import { describe, expect, it } from 'vitest';
import { createMasks } from './masks.ts';

const SECRET = 'canary+7f3a/Ω "q" value';
const masksOf = (...values: string[]) => createMasks(() => values);
const wrap = (text: string, columns: number): string => text.replaceAll(new RegExp(`.{${columns}}`, 'g'), '$&\r\n');

describe('a mask', () => {
  it.each<[string, (secret: string) => string]>([
    ['as it is', (secret) => secret],
    ['in JSON', (secret) => JSON.stringify({ a: secret })],
    ['in JSON in JSON', (secret) => JSON.stringify(JSON.stringify({ a: secret }))],
    ['in an address', (secret) => `https://x.y/?k=${encodeURIComponent(secret)}`],
    ['in a form', (secret) => new URLSearchParams({ k: secret }).toString()],
    ['in base64', (secret) => Buffer.from(secret).toString('base64')],
    ['in base64 behind one byte', (secret) => Buffer.from(`u${secret}`).toString('base64')],
    ['in base64 between others', (secret) => Buffer.from(`us${secret}more text`).toString('base64')],
    ['in base64 of addresses', (secret) => Buffer.from(`user:${secret}`).toString('base64url')],
    ['in base64 of short lines', (secret) => wrap(Buffer.from(`user:${secret}`).toString('base64'), 7)],
    ['in hex', (secret) => Buffer.from(secret).toString('hex')],
    ['in hex of capitals', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
    ['in XML', (secret) => `<a b="${secret.replaceAll('"', '&quot;')}"/>`],
  ])('takes a value out that stands %s, however the text is cut into pieces', (_, encode) => {
    const masks = masksOf('another secret', SECRET);
    const inside = encode(SECRET);
    const text = `before ${inside} between ${inside} after`;
    const whole = masks.text(text);
    expect(whole).toMatch(/^before .*•••.* between .*•••.* after$/s);
    expect(whole).not.toContain(inside.slice(Math.floor(inside.length / 3), Math.ceil((inside.length * 2) / 3)));
    for (let size = 1; size <= 9; size++) {
      const stream = masks.stream();
      let out = '';
      for (let at = 0; at < text.length; at += size) out += stream.add(text.slice(at, at + size));
      expect(out + stream.end(), `pieces of ${size}`).toBe(whole);
    }
  });

  it('gives everything back unchanged, and at once, while it knows no value', () => {
    const masks = masksOf();
    const value = { a: ['x', 1, null] };
    expect(masks.json(value)).toBe(value);
    expect(masks.stream().add('half of a ca')).toBe('half of a ca');
  });

  it('holds back no more than what may be the beginning of a value', () => {
    const stream = masksOf('canary-value').stream();
    expect(stream.add('Password: ')).toBe('Password: ');
    expect(stream.add('is can')).toBe('is ');
    expect(stream.add('dy, cana')).toBe('candy, ');
    expect(stream.add('ry-value!')).toBe('•••!');
    expect(stream.add('can')).toBe('');
    expect(stream.end()).toBe('can');
  });

  it('keeps a stream of one repeated value bounded, and shows none of it', () => {
    const stream = masksOf('aaaa').stream();
    let out = '';
    for (let count = 0; count < 1000; count++) out += stream.add('a'.repeat(7));
    out += stream.add('b') + stream.end();
    expect(out).toMatch(/^(?:•••)+b$/);
    expect(out).not.toContain('aaaa');
  });

  it('takes out values that overlap, and the longer of two that begin alike', () => {
    const masks = masksOf('token-1', 'token-1-long', 'long-tail');
    expect(masks.text('token-1-long')).toBe('•••');
    expect(masks.text('token-1-long-tail.')).toBe('•••.');
    expect(masks.text('token-1 token-2')).toBe('••• token-2');
  });

  it('takes out each line of a key of many lines, and nothing of its frame', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n';
    const printed = masksOf(key).text(key.split('\n').join('\n  | '));
    expect(printed).toBe('-----BEGIN KEY-----\n  | •••\n  | •••\n  | -----END KEY-----\n  | ');
  });

  it('takes out the first part of a value where a long text was cut in its middle', () => {
    const masks = masksOf('a-long-canary-value');
    const text = `${'x'.repeat(600)} a-long-canary`;
    expect(masks.text(text)).toBe(`${'x'.repeat(600)} •••`);
    const stream = masks.stream();
    expect(stream.add('killed at a-long-canary') + stream.end()).toBe('killed at •••');
    expect(masks.text('a-long way')).toBe('a-long way');
  });

  it('goes through names of fields, lists, and numbers that are a value', () => {
    const masks = masksOf('12345678', 'canary-value');
    expect(masks.json({ 'canary-value': [12_345_678, 1234, 'x canary-value', null, true] })).toEqual({
      '•••': ['•••', 1234, 'x •••', null, true],
    });
  });

  it('learns values as it goes, and forgets none', () => {
    const masks = masksOf();
    expect(masks.text('a new-value')).toBe('a new-value');
    masks.learn('new-value');
    expect(masks.text('a new-value')).toBe('a •••');
    masks.learn('abc');
    expect(masks.text('abc')).toBe('abc');
    expect(masks.isIn('x new-value')).toBe(true);
    expect(masks.isIn('x')).toBe(false);
  });
});
