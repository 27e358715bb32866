import { describe, expect, it } from 'vitest';
import { bindingsSchema, describeBindings, whyNotAllowed } from './bindings.ts';
import { referencedSecret } from './name.ts';

const workflow = { id: 'abc', name: 'Deploy' };
const bind = (given: { actions?: string[]; hosts?: string[]; workflows?: string[] }) => bindingsSchema.parse(given);
const request = (host: string) => ({ action: 'http.request', workflow, host });

describe('a secret', () => {
  it('goes to the actions that are named, to a family of them, or to all', () => {
    expect(whyNotAllowed(bind({ actions: ['shell.run'] }), { action: 'shell.run', workflow })).toBeUndefined();
    expect(whyNotAllowed(bind({ actions: ['git.*'] }), { action: 'git.push', workflow })).toBeUndefined();
    expect(whyNotAllowed(bind({ actions: ['*'] }), request('anything.example'))).toBeUndefined();
    expect(whyNotAllowed(bind({ actions: ['git.*'] }), { action: 'github.push', workflow })).toBe(
      'it is only for git.*, not for github.push',
    );
  });

  it('goes to the hosts that are named, and to those below where a star says so', () => {
    const bindings = bind({ hosts: ['API.example.com', '*.trusted.org'] });
    for (const host of ['api.example.com', 'a.trusted.org', 'a.b.trusted.org'])
      expect(whyNotAllowed(bindings, request(host))).toBeUndefined();
    for (const host of ['example.com', 'api.example.com.evil.org', 'trusted.org', 'eviltrusted.org', '']) {
      expect(whyNotAllowed(bindings, request(host)), host).toMatch(/only, not to/);
    }
    expect(whyNotAllowed(bindings, { action: 'shell.run', workflow })).toMatch(/not for shell.run/);
  });

  it('with hosts and actions goes to other hosts under no action', () => {
    const bindings = bind({ hosts: ['api.example.com'], actions: ['*'] });
    expect(whyNotAllowed(bindings, request('evil.org'))).toMatch(/not to evil.org/);
    expect(whyNotAllowed(bindings, { action: 'shell.run', workflow })).toBeUndefined();
  });

  it('is for the workflows that are named, by name or id', () => {
    expect(whyNotAllowed(bind({ actions: ['*'], workflows: ['Deploy'] }), { action: 'log', workflow })).toBeUndefined();
    expect(whyNotAllowed(bind({ actions: ['*'], workflows: ['abc'] }), { action: 'log', workflow })).toBeUndefined();
    expect(whyNotAllowed(bind({ actions: ['*'], workflows: ['Other'] }), { action: 'log', workflow })).toMatch(
      /only for the workflow Other/,
    );
  });

  it.each(['https://a.b', 'a.b/c', 'a.b:80', '*', 'a.*.b', '', '-a.b'])('is not bound to what is no host: %s', (host) => {
    expect(bindingsSchema.safeParse({ hosts: [host] }).success).toBe(false);
  });

  it('says in one line where it may go', () => {
    expect(describeBindings(bind({ hosts: ['a.b'], actions: ['shell.run'], workflows: ['Deploy'] }))).toBe(
      'http.request to a.b; shell.run, in Deploy',
    );
    expect(describeBindings(bind({ actions: ['*'] }))).toBe('every action');
  });
});

describe('a reference', () => {
  it('is the whole text, and a plain path', () => {
    expect(referencedSecret('{{ secrets.TOKEN }}')).toBe('TOKEN');
    expect(referencedSecret('{{secrets["deploy-hook"]}}')).toBe('deploy-hook');
    for (const text of [
      'Bearer {{ secrets.TOKEN }}',
      'secrets.TOKEN',
      '{{ secrets }}',
      '{{ secrets.A.b }}',
      "{{ secrets.A ?? 'x' }}",
      '\\{{ secrets.A }}',
    ])
      expect(referencedSecret(text), text).toBeUndefined();
  });
});
