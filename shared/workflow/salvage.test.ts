import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { drawWorkflow } from './load.ts';

const drawn = (text: string) => drawWorkflow(text, { catalogue }).document;

describe('of a document with mistakes', () => {
  it('only what is wrong is left out, not what stands beside it', () => {
    const document = drawn(`
name: W
settings: { timeout: soon, parallelism: 3, retention: { runs: -1, days: 3 } }
variables: [{ name: a, type: nothing, default: x }, { name: b }]
triggers: [{ id: "not an id", type: schedule, config: { cron: "0 9 * * *" } }]
steps: [{ id: a, action: log, with: { message: hi }, retry: { maxRetries: 2, delay: soon } }]
`);
    expect(document).toMatchObject({
      settings: { parallelism: 3, retention: { days: 3 } },
      variables: [{ name: 'a', default: 'x' }, { name: 'b' }],
      triggers: [{ type: 'schedule', config: { cron: '0 9 * * *' } }],
      steps: [{ id: 'a', retry: { maxRetries: 2 } }],
    });
  });

  it('what cannot be without it goes too', () => {
    const document = drawn('name: W\nvariables: [{ type: string }]\nsteps: [{ id: a, delay: 1s, cache: { ttl: [] } }]');
    expect(document?.variables).toBeUndefined();
    expect(document?.steps).toEqual([{ id: 'a', delay: '1s', cache: {} }]);
  });
});
