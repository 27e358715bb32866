import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkSignature } from './signature.ts';

// The vectors of the two specifications.
const standard = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  atMs: 1_614_265_330_000,
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  rawBody: Buffer.from('{"test": 2432232314}'),
};
const github = {
  secret: "It's a Secret to Everybody",
  headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
  rawBody: Buffer.from('Hello, World!'),
};

function checkStandard(change: Record<string, string | undefined> = {}, rest: { body?: string; atMs?: number; secrets?: string[] } = {}) {
  const rawBody = rest.body === undefined ? standard.rawBody : Buffer.from(rest.body);
  return checkSignature(
    'standard',
    rest.secrets ?? [standard.secret],
    { headers: { ...standard.headers, ...change }, rawBody },
    rest.atMs ?? standard.atMs,
  );
}

describe('a signature by Standard Webhooks', () => {
  it('holds for the vector of the specification', () => {
    expect(checkStandard()).toBeUndefined();
  });

  it.each([
    ['absent', { 'webhook-signature': undefined }],
    ['empty', { 'webhook-signature': '' }],
    ['without its id', { 'webhook-id': undefined }],
    ['without its timestamp', { 'webhook-timestamp': undefined }],
    ['wrong', { 'webhook-signature': 'v1,AAAASsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }],
    ['truncated', { 'webhook-signature': 'v1,g0hM9SsE' }],
    ['of no bytes', { 'webhook-signature': 'v1,' }],
    ['of another version', { 'webhook-signature': standard.headers['webhook-signature'].replace('v1,', 'v0,') }],
    ['of another id', { 'webhook-id': 'msg_other' }],
    ['of another time', { 'webhook-timestamp': '1614265331' }],
    ['of a time that is none', { 'webhook-timestamp': '1614265330.0' }],
  ])('WH-6 does not hold when it is %s', (_, change) => {
    expect(checkStandard(change)).toBeTypeOf('string');
  });

  it('WH-6 holds five minutes before and after its time, and no longer', () => {
    const minutes = (count: number) => standard.atMs + count * 60_000;
    for (const atMs of [minutes(-5), minutes(5)]) expect(checkStandard({}, { atMs })).toBeUndefined();
    for (const atMs of [minutes(-5) - 1, minutes(5) + 1]) expect(checkStandard({}, { atMs })).toContain('5 minutes');
  });

  it('WH-6 is of the bytes: the same JSON written otherwise does not fit', () => {
    expect(checkStandard({}, { body: '{"test":2432232314}' })).toBeTypeOf('string');
  });

  it('WH-6 holds by either secret while one is rotated, and by any of the signatures that are given', () => {
    expect(checkStandard({}, { secrets: ['another secret', standard.secret] })).toBeUndefined();
    expect(checkStandard({}, { secrets: ['another secret'] })).toBeTypeOf('string');
    const two = `v1,AAAA ${standard.headers['webhook-signature']}`;
    expect(checkStandard({ 'webhook-signature': two })).toBeUndefined();
  });

  it('takes a secret without the mark as its own bytes', () => {
    const mac = createHmac('sha256', 'plain text')
      .update(`${standard.headers['webhook-id']}.1614265330.`)
      .update(standard.rawBody)
      .digest('base64');
    expect(checkStandard({ 'webhook-signature': `v1,${mac}` }, { secrets: ['plain text'] })).toBeUndefined();
  });
});

describe("a signature in GitHub's way", () => {
  const check = (signature: string | undefined, body = github.rawBody) =>
    checkSignature('github', [github.secret], { headers: { 'x-hub-signature-256': signature }, rawBody: body }, 0);
  const right = github.headers['x-hub-signature-256'];

  it('holds for the vector of its documentation', () => {
    expect(check(right)).toBeUndefined();
  });

  it.each([undefined, '', 'sha256=', right.slice(0, -1), right.replace('sha256', 'sha1'), right.replace('7', '8'), right.toUpperCase()])(
    'WH-6 does not hold when it is %s',
    (signature) => {
      expect(check(signature)).toBeTypeOf('string');
    },
  );

  it('WH-6 does not hold for another body', () => {
    expect(check(right, Buffer.from('Hello, World'))).toBeTypeOf('string');
  });
});
