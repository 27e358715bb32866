import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ACTION_DOCS, renderActionDocs } from '../scripts/action-docs.ts';

it('resources/docs/actions.md says what the definitions say; `node scripts/action-docs.ts` writes it anew', () => {
  expect(readFileSync(ACTION_DOCS, 'utf8')).toBe(renderActionDocs());
});
