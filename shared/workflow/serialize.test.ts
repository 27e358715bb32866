import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { smallCatalogue as catalogue } from '../../test/support/small-catalogue.ts';
import { loadWorkflow } from './load.ts';
import type { WorkflowDocument } from './schema.ts';
import { convertWorkflow, serializeWorkflow } from './serialize.ts';

function load(text: string): WorkflowDocument {
  const loaded = loadWorkflow(text, { catalogue });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  return loaded.document;
}

const everything = `layout: { a: { x: 1, y: 2 } }
steps:
  - with: { message: "one\\n\\ntwo {{ vars.v }}" }
    retry: { backoff: 2, delay: 1s, maxRetries: 2, jitter: 0.5 }
    action: log
    optional: true
    when: "true"
    name: A
    id: a
  - { id: i, if: "a.message == 1", notes: because }
  - { needs: [{ step: i, on: false, label: no }, { step: a, on: success }, { step: a, on: success, label: then }, a], switch: "1", cases: [1, b], id: s }
  - { steps: [{ id: in, delay: 5m }], forEach: "[1]", id: l, concurrency: 2, timeout: 5m }
  - { parallel: { x: [{ id: px, agent: w, prompt: p, tools: [ask] }] }, failFast: true, id: p }
  - { id: ap, approve: { message: ok? } }
  - { id: w, waitFor: { event: e } }
  - { id: u, until: "2030-01-01" }
  - { id: sub, workflow: other, version: 1.0.0, with: { k: v } }
outputs: { o: "{{ s.case }}" }
finally: [{ id: f, delay: 1 }]
settings: { concurrency: { limit: 2 }, retry: { maxRetries: 0 }, timeout: 1h }
triggers: [{ config: { cron: "* * * * *" }, type: schedule, enabled: false, with: { v: "{{ trigger.x }}" } }]
variables: [{ default: 1, type: number, name: v }]
enabled: false
tags: [x]
author: me
version: 2.0.0
description: d
name: Everything
`;

describe('serializeWorkflow', () => {
  it.each(['yaml', 'json'] as const)('what is written as %s loads as the same document', (format) => {
    const document = load(everything);
    const text = serializeWorkflow(document, format);
    const again = load(text);
    // A need on success is written as the bare id, which means the same.
    expect(serializeWorkflow(again, format)).toBe(text);
    expect({ ...again, steps: [] }).toEqual({ ...document, steps: [] });
    expect(again.steps.map(({ needs: _, ...rest }) => rest)).toEqual(document.steps.map(({ needs: _, ...rest }) => rest));
  });

  it('keys stand in the order of the format, defaults are left out', () => {
    const text = serializeWorkflow(load(everything), 'yaml');
    expect(text.match(/^\w+/gm)).toEqual(
      'pawl name description version author tags enabled variables triggers settings steps finally outputs layout'.split(' '),
    );
    expect(text).toContain(`  - id: a
    name: A
    when: "true"
    action: log
    with:
      message: |-
        one

        two {{ vars.v }}
    retry:
      maxRetries: 2
      jitter: 0.5
    optional: true
`);
    expect(text).toContain(`    needs:
      - step: i
        on: false
        label: no
      - a
      - step: a
        label: then
      - a
    switch: "1"
`);
    expect(text).toContain(`  - id: schedule
    type: schedule
    enabled: false
`);
  });

  it.each(['automated-code-review.yaml', 'code-review.multi-agent.yaml', 'daily-documentation-update.yaml'])(
    '%s becomes canonical and stays so',
    async (name) => {
      const seed = readFileSync(new URL(`../../test/fixtures/workflows/${name}`, import.meta.url), 'utf8');
      const yaml = await convertWorkflow(seed, { catalogue, to: 'yaml' });
      if (!yaml.ok) throw new Error(JSON.stringify(yaml.problems));
      expect(yaml.text).toMatch(/^pawl: 1\nname: /);
      const json = await convertWorkflow(yaml.text, { catalogue, to: 'json' });
      expect(json).toMatchObject({ ok: true });
      expect(await convertWorkflow(json.ok ? json.text : '', { catalogue, to: 'yaml' })).toEqual(yaml);
      const script = await convertWorkflow(yaml.text, { catalogue, to: 'script' });
      expect(await convertWorkflow(script.ok ? script.text : '', { catalogue, to: 'yaml' })).toEqual(yaml);
    },
  );

  it('what does not load is not converted', async () => {
    expect(await convertWorkflow('name: x', { catalogue, to: 'yaml' })).toMatchObject({ ok: false, problems: [{ code: 'MISSING_KEY' }] });
  });

  it('a part that an alias shared is written out', () => {
    const text = 'name: x\nsteps:\n  - { id: a, action: log, with: &w { message: x } }\n  - { id: b, action: log, with: *w }\n';
    expect(serializeWorkflow(load(text), 'yaml')).not.toContain('&');
  });
});
