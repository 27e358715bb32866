import type { ModelCallRecord } from '../../shared/ai/model-call-record.ts';

let requests = 0;

/** A call that went well, with whatever is said differently. */
export function modelCall(facts: Partial<ModelCallRecord> = {}): ModelCallRecord {
  return {
    request: `request${++requests}`,
    attempt: 0,
    at: Date.parse('2026-03-10T12:00:00Z'),
    task: 'extract',
    model: 'claude/claude-haiku-4-5',
    reason: 'cheapest of 2 that fit',
    inputTokens: 900,
    outputTokens: 100,
    cost: 0.0014,
    firstTokenMs: 300,
    ms: 1000,
    outcome: 'ok',
    schema: false,
    asked: { optimizeFor: 'balanced', abilities: [], inputTokens: 850, maxTokens: 500, named: false },
    ...facts,
  };
}
