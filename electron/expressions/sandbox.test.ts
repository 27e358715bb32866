import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import { createSandbox } from './sandbox.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.close());

const evaluate = (expression: string, names: Record<string, Json> = {}) => sandbox.evaluate(expression, names);
const failure = (code: string, message = /./) => expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('what goes in and comes out', () => {
  it('gives the value of an expression over exactly the names that it was given', async () => {
    expect(await evaluate('a.b.map((x) => x * n)', { a: { b: [1, 2] }, n: 3 })).toEqual([3, 6]);
    expect(await evaluate('typeof n')).toBe('undefined');
  });

  it('takes an object literal, a comment at the end and a comma for what they are', async () => {
    expect(await evaluate('{ a: 1, b: [2] }')).toEqual({ a: 1, b: [2] });
    expect(await evaluate('1 + 1 // two')).toBe(2);
  });

  it('takes code with statements as a function body', async () => {
    expect(await evaluate('const total = list.reduce((a, b) => a + b, 0);\nreturn { total };', { list: [1, 2, 3] })).toEqual({ total: 6 });
    expect(await evaluate('const unused = 1;')).toBeUndefined();
  });

  it('does not take a syntax error that the code itself throws for one of the code', async () => {
    await expect(evaluate('JSON.parse("{")')).rejects.toEqual(failure('EXPR_ERROR', /SyntaxError/));
  });

  it('brings text through unchanged, lone surrogates and zero bytes too', async () => {
    const text = 'é😀\ud800\u0000\u2028"\\';
    expect(await evaluate('[text, text.length]', { text })).toEqual([text, text.length]);
  });

  it('gives null for NaN and for infinite numbers', async () => {
    expect(await evaluate('[0 / 0, 1 / 0]')).toEqual([null, null]);
    expect(await evaluate('NaN')).toBeNull();
  });

  it.each([
    ['x => x', /a function/],
    ['Symbol("x")', /a symbol/],
    ['10n', /a bigint/],
    ['({ a: 10n })', /BigInt/i],
    ['Promise.resolve(1)', /a promise/],
    ['(async () => 1)()', /a promise/],
    ['(() => { const a = {}; a.a = a; return a })()', /circular/],
  ])('refuses %s, which is no JSON, with a clear message', async (expression, message) => {
    await expect(evaluate(expression)).rejects.toEqual(failure('EXPR_TYPE', message));
  });

  it('tells the line and the column of a syntax error', async () => {
    await expect(evaluate('1 +* 2')).rejects.toMatchObject({ code: 'EXPR_SYNTAX', details: { line: 1, column: 4 } });
    await expect(evaluate('const a = 1;\nreturn a +* 2;')).rejects.toMatchObject({ code: 'EXPR_SYNTAX', details: { line: 2 } });
    await expect(evaluate('foo(')).rejects.toMatchObject({ code: 'EXPR_SYNTAX', details: { line: 1, column: 5 } });
  });

  it('tells what the code threw, and where', async () => {
    await expect(evaluate('const a = {};\n\nreturn a.b.c;')).rejects.toMatchObject({
      code: 'EXPR_ERROR',
      message: expect.stringMatching(/TypeError.*line 3/),
      details: { name: 'TypeError', line: 3 },
    });
    await expect(evaluate('throw "plain text"')).rejects.toEqual(failure('EXPR_ERROR', /plain text/));
  });

  it('answers hundreds of evaluations at once, each with its own result', async () => {
    const results = await Promise.all(Array.from({ length: 500 }, (_, n) => evaluate('n * 2', { n })));
    expect(results).toEqual(Array.from({ length: 500 }, (_, n) => n * 2));
  });

  it('does not give the same random numbers each time', async () => {
    const drawn = await Promise.all(Array.from({ length: 20 }, () => evaluate('Math.random()')));
    expect(new Set(drawn).size).toBe(20);
  });
});

describe('EX-1 nothing gets out of the sandbox or stays in it', () => {
  const corpus = readFileSync(new URL('escape-corpus.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const everythingGlobal = `
    const describe = (o) => Reflect.ownKeys(o).map((k) => { const d = Object.getOwnPropertyDescriptor(o, k); return [String(k), typeof d.value, String(d.get), d.writable, d.configurable]; });
    return [globalThis, Object, Object.prototype, Array.prototype, Function.prototype, String.prototype, Promise, Promise.prototype, Error, Error.prototype, JSON, Math, Symbol, RegExp.prototype].map(describe);`;

  it('has a corpus of at least 80 escapes', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(80);
  });

  it.each(corpus)('%s', async (expression) => {
    process.env['CANARY'] = 'canary-7d1f';
    const before = await evaluate(everythingGlobal);
    const hostBefore = [Reflect.ownKeys(globalThis), Reflect.ownKeys(Object.prototype), Reflect.ownKeys(Function.prototype)];
    const outcome = await evaluate(expression).then(
      (value) => ({ value }),
      (error) => ({ code: error.code, message: error.message }),
    );
    if (!('value' in outcome)) expect(outcome.code).toMatch(/^EXPR_(SYNTAX|ERROR|TIMEOUT|MEMORY|TYPE)$/);
    const seen = JSON.stringify(outcome);
    for (const secret of ['canary-7d1f', process.version, process.execPath, 'root:x:']) expect(seen).not.toContain(secret);
    expect([Reflect.ownKeys(globalThis), Reflect.ownKeys(Object.prototype), Reflect.ownKeys(Function.prototype)]).toEqual(hostBefore);
    expect(await evaluate(everythingGlobal)).toEqual(before);
  });

  it('keeps what one evaluation makes from the next', async () => {
    await evaluate('globalThis.left = secret', { secret: 's3cret' });
    expect(await evaluate('[typeof left, typeof secret]')).toEqual(['undefined', 'undefined']);
  });
});

describe('EX-2 what never ends is stopped, and holds nobody up', () => {
  const loops = [
    '(() => { for (;;) {} })()',
    '/^(a+)+$/.test("a".repeat(50) + "b")',
    '({ toJSON() { for (;;) {} } })',
    '({ get a() { for (;;) {} } })',
  ];

  it.each(loops)('%s ends with EXPR_TIMEOUT', async (expression) => {
    await expect(evaluate(expression)).rejects.toEqual(failure('EXPR_TIMEOUT'));
  });

  it('20 endless loops at once each end with EXPR_TIMEOUT, while this thread goes on', async () => {
    let ticks = 0;
    const heartbeat = setInterval(() => ticks++, 10);
    const codes = await Promise.all(Array.from({ length: 20 }, () => evaluate('(() => { for (;;) {} })()').catch((error) => error.code)));
    clearInterval(heartbeat);
    expect(codes).toEqual(Array(20).fill('EXPR_TIMEOUT'));
    // 20 loops on at most 4 threads take a second at least: a thread that waited for them would not have ticked.
    expect(ticks).toBeGreaterThan(20);
  });

  it('an evaluation that was sent together with an endless loop does not wait for its end', async () => {
    const order: string[] = [];
    await Promise.all([
      sandbox.evaluate('(() => { for (;;) {} })()', {}, { timeoutMs: 1500 }).catch(() => order.push('loop')),
      evaluate('1 + 1').then(() => order.push('sum')),
    ]);
    expect(order).toEqual(['sum', 'loop']);
  });

  it('what the deadline cannot reach is killed with its worker, and the evaluations behind it are done elsewhere', async () => {
    const alone = createSandbox({ maxWorkers: 1 });
    const inOneNativeCall = alone.evaluate('"a".repeat(15e6).indexOf("a".repeat(1e6) + "b")', {});
    const behind = Promise.all(Array.from({ length: 10 }, (_, n) => alone.evaluate('n', { n })));
    const startedAt = performance.now();
    await expect(inOneNativeCall).rejects.toEqual(failure('EXPR_TIMEOUT'));
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(await behind).toEqual(Array.from({ length: 10 }, (_, n) => n));
    alone.close();
  });
});

describe('EX-3 memory is bounded', () => {
  it.each([
    '(() => { const a = []; for (;;) a.push(new Array(10000).fill(a.length)); })()',
    '(() => { const a = []; for (;;) a.push(String(Math.random()).repeat(1000)); })()',
    '"x".repeat(2 ** 29)',
    'new ArrayBuffer(2 ** 30)',
    '(() => { const a = []; for (;;) a.push({}); })()',
    '(() => { const m = new Map(); for (let n = 0; ; n++) m.set(n, [n]); })()',
  ])('%s ends with EXPR_MEMORY and the next expression works', async (expression) => {
    await expect(sandbox.evaluate(expression, {}, { timeoutMs: 10_000 })).rejects.toEqual(failure('EXPR_MEMORY'));
    expect(await evaluate('1 + 1')).toBe(2);
  });

  it('this process does not grow with the number of memory bombs', async () => {
    const bomb = () =>
      sandbox
        .evaluate('(() => { const a = []; for (;;) a.push(new Array(10000).fill(1)); })()', {}, { timeoutMs: 10_000 })
        .catch((error) => error.code);
    await bomb();
    const before = process.memoryUsage.rss();
    for (let n = 0; n < 6; n++) expect(await bomb()).toBe('EXPR_MEMORY');
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
  });
});

describe('EX-4 depth is bounded', () => {
  const nested = (depth: number): Json => {
    let value: Json = [];
    for (let n = 0; n < depth; n++) value = [value];
    return value;
  };

  it.each([
    ['endless recursion', '(function f() { return f() })()', {}, 'EXPR_MEMORY'],
    ['20,000 levels in', 'deep', { deep: nested(20_000) }, 'EXPR_TYPE'],
    ['20,000 levels out', '(() => { let a = []; for (let n = 0; n < 20000; n++) a = [a]; return a })()', {}, 'EXPR_TYPE'],
    ['a source nested 100,000 deep', '['.repeat(100_000), {}, 'EXPR_SYNTAX'],
  ])('%s is a typed error and the next expression works', async (_, expression, names, code) => {
    await expect(sandbox.evaluate(expression, names, { timeoutMs: 10_000 })).rejects.toEqual(failure(code));
    expect(await evaluate('1 + 1')).toBe(2);
  });
});

describe('the threads', () => {
  it('do not keep a process alive when nothing is under way', () => {
    const script = `import { createSandbox } from ${JSON.stringify(new URL('sandbox.ts', import.meta.url).href)};
      process.stdout.write(JSON.stringify(await createSandbox().evaluate('6 * 7', {})));`;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 15_000 });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '42' });
  });

  it('that cannot start fail every evaluation with the reason', async () => {
    const broken = createSandbox({ workerFile: new URL('file:///does/not/exist.js') });
    await expect(broken.evaluate('1', {})).rejects.toThrow(/could not start/);
    await expect(broken.evaluate('1', {})).rejects.toThrow(/could not start/);
    broken.close();
  });

  it('end with the sandbox: what is under way and what comes later fails', async () => {
    const closing = createSandbox();
    const underWay = closing.evaluate('1', {});
    closing.close();
    await expect(underWay).rejects.toEqual(failure('EXPR_CLOSED'));
    await expect(closing.evaluate('1', {})).rejects.toEqual(failure('EXPR_CLOSED'));
  });
});
