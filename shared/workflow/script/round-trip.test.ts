import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWorkflow } from '../../../test/support/any-workflow.ts';
import { catalogue } from '../../catalogue.ts';
import { drawSource, loadWorkflow } from '../load.ts';
import { readDocument } from '../read-document.ts';
import type { WorkflowDocument } from '../schema.ts';
import { serializeWorkflow } from '../serialize.ts';
import { parseScript } from './parse-script.ts';
import { writeScript } from './write-script.ts';

/** Held against the schema, and nothing else: no ids are filled in that the script has not. */
function readBack(script: string): WorkflowDocument {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.problems, null, 1)}\n${script}`);
  const { document, findings } = readDocument(parsed.source.value);
  expect(findings).toEqual([]);
  return document;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = globSync('{resources/templates,test/fixtures}/**/*.{yaml,json}', { cwd: root }).filter((file) => !/\/sample\//.test(file));

describe('document → script → document', () => {
  it('is the identity on every document', () => {
    fc.assert(
      fc.property(anyWorkflow, (document) => {
        const script = writeScript(document);
        expect(readBack(script)).toEqual(document);
        expect(serializeWorkflow(readBack(script), 'yaml')).toBe(serializeWorkflow(document, 'yaml'));
      }),
      { numRuns: 150 },
    );
  });

  it('script → document → script is too, once it is written canonically', () => {
    fc.assert(
      fc.property(anyWorkflow, (document) => {
        const script = writeScript(document);
        expect(writeScript(readBack(script))).toBe(script);
      }),
      { numRuns: 50 },
    );
  });

  it('is the identity on every template and fixture, with the same warnings', () => {
    let count = 0;
    for (const file of files) {
      const first = loadWorkflow(readFileSync(`${root}${file}`, 'utf8'), { catalogue });
      if (!first.ok) continue;
      const text = serializeWorkflow(first.document, 'yaml');
      const loaded = loadWorkflow(text, { catalogue });
      if (!loaded.ok) throw new Error(file);
      const parsed = parseScript(writeScript(loaded.document));
      if (!parsed.ok) throw new Error(`${file} ${JSON.stringify(parsed.problems)}`);
      const { document, problems } = drawSource(parsed.source, { catalogue });
      expect(document, file).toEqual(loaded.document);
      expect(problems.map(({ code, stepId }) => ({ code, stepId }))).toEqual(loaded.problems.map(({ code, stepId }) => ({ code, stepId })));
      count++;
    }
    expect(count).toBeGreaterThan(6);
  });
});
