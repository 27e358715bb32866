import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countWords } from './count.mjs';

test('counts words', () => {
  assert.equal(countWords(' one  two '), 2);
});
