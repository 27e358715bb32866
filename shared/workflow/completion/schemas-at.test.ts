import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { workflowJsonSchema } from '../json-schema.ts';
import { placeInText } from './place-in-text.ts';
import { keysOf, schemasAt, valuesOf } from './schemas-at.ts';

const root = workflowJsonSchema(catalogue);

function at(text: string) {
  const place = placeInText(text, text.length);
  if (place === undefined) throw new Error('no place');
  return schemasAt(root, place.path, place.value);
}

const keysAt = (text: string): string[] => keysOf(at(text)).map(({ key }) => key);

describe('what fits where the caret stands', () => {
  it('the parameters of the action that is written beside them', () => {
    const keys = keysAt('name: x\nsteps:\n  - action: file.read\n    with: { pa');
    expect(keys).toContain('path');
    expect(keys).not.toContain('command');
  });

  it('the settings of the trigger whose type is written beside them', () => {
    expect(keysAt('name: x\ntriggers:\n  - type: schedule\n    config: { cr')).toContain('cron');
  });

  it('the keys of the kind that the step has', () => {
    const keys = keysAt('name: x\nsteps:\n  - forEach: items\n    co');
    expect(keys).toContain('concurrency');
    expect(keys).not.toContain('failFast');
  });

  it('the actions there are', () => {
    expect(valuesOf(at('name: x\nsteps:\n  - action: fi'))).toContain('file.read');
  });
});
