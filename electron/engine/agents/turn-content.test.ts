import { expect, it } from 'vitest';
import type { ModelAnswer } from '../../../shared/ai/model-call.ts';
import { writeTurn } from './turn-content.ts';

const answer: ModelAnswer = {
  text: 'The key is hunter2.',
  toolCalls: [],
  finish: 'stop',
  model: 'claude/claude-haiku-4-5',
  tokens: { input: 1, output: 1, total: 2 },
  cost: 0,
  reason: 'asked for',
  repaired: false,
};
const masks = { json: <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('hunter2', '•••')) };

it('keeps thinking as it was signed, and none that a secret would have to be taken out of', () => {
  const traceOf = (text: string) => ({
    model: answer.model,
    parts: [{ type: 'thinking' as const, text, options: { anthropic: { signature: 's' } } }],
  });
  expect(JSON.parse(writeTurn({ ...answer, trace: traceOf('Say it.') }, [], masks))).toEqual({
    text: 'The key is •••.',
    calls: [],
    trace: traceOf('Say it.'),
  });
  expect(JSON.parse(writeTurn({ ...answer, trace: traceOf('It is hunter2.') }, [], masks))).toEqual({ text: 'The key is •••.', calls: [] });
});
