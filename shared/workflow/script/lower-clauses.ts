import type { Lowering, Raw } from './lowering.ts';
import type { Clause, Placed, RetryPart, Span, What } from './syntax-tree.ts';

const LOOPS: ReadonlySet<What['is']> = new Set(['for-each', 'while', 'repeat']);
const OUTCOMES: Readonly<Record<string, string>> = {
  REJECT: 'reject',
  APPROVE: 'approve',
  FAIL: 'fail',
  ESCALATE: 'escalate',
  CONTINUE: 'continue',
};

/** Puts what the clauses say into the step. `AFTER` is not theirs. */
export function lowerClauses(what: What['is'], raw: Raw, clauses: readonly Clause[], lowering: Lowering): void {
  for (const clause of clauses) lowerClause(what, raw, clause, lowering);
}

function lowerClause(what: What['is'], raw: Raw, clause: Clause, lowering: Lowering): void {
  const inner = innerOf(what, raw);
  const only = (fits: boolean, word: string, owner: string, put: () => void): void => {
    if (fits) put();
    else lowering.fault('CLAUSE_NOT_HERE', `${word} belongs to ${owner}, and cannot stand here`, clause);
  };
  const put = (holder: Raw, key: string, { value }: Placed<unknown>, span: Span = clause): void => {
    if (Object.hasOwn(holder, key)) lowering.fault('DUPLICATE_KEY', 'This stands twice for one step', clause);
    else lowering.put(holder, key, value, span);
  };
  switch (clause.is) {
    case 'timeout':
      return put(what === 'approval' || what === 'wait-event' ? inner : raw, 'timeout', clause.time, clause.time);
    case 'when':
      return put(raw, 'when', clause.expression, clause.expression);
    case 'optional':
      return put(raw, 'optional', { ...clause, value: true });
    case 'retry':
      return put(raw, 'retry', { ...clause, value: retryOf(clause.parts, lowering) });
    case 'after':
      return;
    case 'with':
      if (clause.optimizeFor !== undefined) {
        const { optimizeFor } = clause;
        only(what === 'bot' || what === 'llm', 'OPTIMIZE FOR', 'BOT and LLM', () => put(inner, 'optimizeFor', optimizeFor, optimizeFor));
      }
      if (clause.pairs.length === 0) return;
      return only(TAKES_VALUES.has(what), 'WITH', 'ACTION, LLM, PUBLISH EVENT, RUN WORKFLOW and memory', () =>
        lowering.putPairs(valuesOf(what, raw), clause.pairs),
      );
    case 'optimize-for':
      return only(what === 'bot' || what === 'llm', 'OPTIMIZE FOR', 'BOT and LLM', () =>
        put(inner, 'optimizeFor', clause.text, clause.text),
      );
    case 'tools':
      return only(what === 'bot', 'TOOLS', 'BOT', () => put(raw, 'tools', { ...clause, value: lowering.listOf(clause.names) }));
    case 'budget': {
      const budget: Raw = {};
      lowering.putText(budget, 'tokens', clause.tokens);
      lowering.putText(budget, 'cost', clause.cost);
      return only(what === 'bot' || what === 'llm', 'BUDGET', 'BOT and LLM', () => put(inner, 'budget', { ...clause, value: budget }));
    }
    case 'on-timeout': {
      const outcome = OUTCOMES[clause.outcome.value];
      if (outcome === undefined) {
        const known = what === 'wait-event' ? 'FAIL, CONTINUE or ESCALATE' : 'REJECT, APPROVE, FAIL or ESCALATE';
        return lowering.fault('WRONG_VALUE', `ON TIMEOUT goes on with ${known}, not with ${clause.outcome.value}`, clause.outcome);
      }
      return only(what === 'approval' || what === 'wait-event', 'ON TIMEOUT', 'HUMAN APPROVAL and WAIT FOR EVENT', () => {
        put(inner, 'onTimeout', { ...clause.outcome, value: outcome }, clause.outcome);
        if (clause.whom !== undefined) put(inner, 'escalateTo', clause.whom, clause.whom);
      });
    }
    case 'fields':
      return only(what === 'approval', 'FIELDS', 'HUMAN APPROVAL', () =>
        put(inner, 'fields', { ...clause, value: lowering.valueOf(clause.value) }),
      );
    case 'rewind':
      return only(what === 'approval', 'REWIND TO', 'HUMAN APPROVAL', () => put(inner, 'rewindTo', clause.text, clause.text));
    case 'match':
      return only(what === 'wait-event', 'MATCH', 'WAIT FOR EVENT', () => put(inner, 'match', clause.expression, clause.expression));
    case 'collect':
      return only(LOOPS.has(what), 'COLLECT', 'a loop', () => put(raw, 'collect', clause.expression, clause.expression));
    case 'concurrency':
      return only(LOOPS.has(what), 'CONCURRENCY', 'a loop', () => put(raw, 'concurrency', clause.value, clause.value));
    case 'max':
      return only(LOOPS.has(what), 'MAX', 'a loop', () => put(raw, 'maxIterations', clause.value, clause.value));
  }
}

const TAKES_VALUES: ReadonlySet<What['is']> = new Set(['action', 'llm', 'publish', 'run', 'share', 'sync', 'remember']);

/** What holds the settings of the kind: `approve`, `waitFor`, the parameters of an action, or the step itself. */
function innerOf(what: What['is'], raw: Raw): Raw {
  const inner = what === 'approval' ? raw['approve'] : what === 'wait-event' ? raw['waitFor'] : what === 'llm' ? raw['with'] : raw;
  return isRaw(inner) ? inner : raw;
}

function valuesOf(what: What['is'], raw: Raw): Raw {
  raw['with'] ??= {};
  const values = isRaw(raw['with']) ? raw['with'] : raw;
  if (what !== 'publish') return values;
  values['data'] ??= {};
  return isRaw(values['data']) ? values['data'] : values;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function retryOf(parts: readonly RetryPart[], lowering: Lowering): Raw {
  const retry: Raw = {};
  for (const { key, value, at } of parts) {
    if (Object.hasOwn(retry, key)) lowering.fault('DUPLICATE_KEY', 'This stands twice in one RETRY', at);
    else lowering.put(retry, key, value, at);
  }
  return retry;
}
