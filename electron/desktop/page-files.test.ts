import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { servePage } from './page-files.ts';

function makePage() {
  const folder = mkdtempSync(path.join(tmpdir(), 'pawl-page-'));
  const root = path.join(folder, 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(root, 'index.html'), '<meta property="csp-nonce" nonce="PAWL_NONCE"><style nonce="PAWL_NONCE"></style>');
  writeFileSync(path.join(root, 'assets', 'index.js'), 'PAWL_NONCE');
  const serve = servePage(root);
  return (url: string, method = 'GET') => serve(new Request(url, { method }));
}

describe("the window's own scheme", () => {
  it('serves the page with a policy whose nonce is new each time, and in the page', async () => {
    const get = makePage();
    const [first, second] = await Promise.all([get('app://pawl/index.html?desktop'), get('app://pawl/index.html')]);
    const nonceOf = (response: Response): string | undefined =>
      /style-src 'self' 'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
    expect(nonceOf(first)).toMatch(/^[\w+/=]{20,}$/);
    expect(nonceOf(second)).not.toBe(nonceOf(first));
    expect(await first.text()).toBe(`<meta property="csp-nonce" nonce="${nonceOf(first)}"><style nonce="${nonceOf(first)}"></style>`);
    expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('serves scripts as they are, and lets no other origin read anything', async () => {
    const response = await makePage()('app://pawl/assets/index.js');
    expect(await response.text()).toBe('PAWL_NONCE');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    'app://pawl/',
    'app://pawl/nothing.js',
    'app://pawl/../secret.txt',
    'app://pawl/%2e%2e/secret.txt',
    'app://pawl/..%2fsecret.txt',
    'app://pawl/..%5csecret.txt',
    'app://pawl/assets/../../secret.txt',
    'app://pawl/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    'app://pawl//etc/passwd',
    'app://pawl/%2fetc%2fpasswd',
    'app://pawl/index.html%00.png',
    'app://pawl/INDEX.HTML',
    'app://other/index.html',
    'app://pawl.example/index.html',
    'app://pawl:80/index.html',
    'file:///index.html',
    'https://pawl/index.html',
  ])('IP-6 has nothing at %s', async (url) => {
    const response = await makePage()(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('Not found');
  });

  it('IP-6 only reads', async () => {
    expect((await makePage()('app://pawl/index.html', 'POST')).status).toBe(404);
  });
});
