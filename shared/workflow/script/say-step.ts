import { isJsonObject } from '../../lib/json.ts';
import type { RetryDocument, StepDocument, StepOf } from '../schema.ts';
import { APPROVAL_QUESTION, LLM_ACTION } from './defaults.ts';
import type { Raw } from './lowering.ts';
import { type ExpressionEnd, fitsInLine } from './script-expression.ts';
import { writeLiteral } from './script-text.ts';
import { writeTime } from './script-time.ts';
import { writeStepName } from './write-needs.ts';
import { writePairs, writeText, writeValue } from './write-values.ts';

/** A step in the words of the language, and what these words say. */
export interface Said {
  readonly head: string;
  readonly clauses: readonly string[];
  /** Keys of the step as the words give them; what the step has besides is kept in a comment. */
  readonly said: Raw;
}

/** Without its label, its edges and the steps in it. `indent` is that of its line. */
export function sayStep(step: StepDocument, ownBot: string, indent: string): Said {
  const kind = sayKind(step, ownBot, indent);
  const clauses = [...kind.clauses];
  const said: Raw = { ...kind.said };
  if (typeof step.when === 'string' && fitsInLine(step.when, 'line')) {
    clauses.push(`WHEN ${step.when}`);
    said['when'] = step.when;
  }
  if (step.timeout !== undefined && !('approve' in step) && !('waitFor' in step)) {
    clauses.push(`TIMEOUT ${writeTime(step.timeout)}`);
    said['timeout'] = step.timeout;
  }
  if (step.retry !== undefined && step.retry.on?.length !== 0) {
    clauses.push(writeRetry(step.retry));
    said['retry'] = step.retry;
  }
  if (step.optional === true) {
    clauses.push('OPTIONAL');
    said['optional'] = true;
  }
  return { head: kind.head, clauses, said };
}

function sayKind(step: StepDocument, ownBot: string, indent: string): Said {
  const text = (value: string): string => writeLiteral(value, `${indent}  `);
  if ('action' in step) return sayAction(step, ownBot, indent);
  if ('agent' in step) return sayAgent(step, indent);
  if ('approve' in step) return sayApproval(step, indent);
  if ('waitFor' in step) return sayWait(step, indent);
  if ('delay' in step) {
    const time = typeof step.delay === 'string' && step.delay.includes('\n') ? text(step.delay) : writeTime(step.delay);
    return { head: `WAIT ${time}`, clauses: [], said: { delay: step.delay } };
  }
  if ('until' in step) return sayExpression('WAIT UNTIL', 'until', step.until, 'line');
  if ('workflow' in step) {
    const head = `RUN WORKFLOW ${text(step.workflow)}${step.version === undefined ? '' : ` VERSION ${text(step.version)}`}`;
    const said = pick({ workflow: step.workflow, version: step.version });
    return sayWith(head, step.with, said, indent);
  }
  if ('if' in step) return sayExpression('IF', 'if', step.if, 'THEN');
  if ('switch' in step) {
    const { head, said } = sayExpression('SWITCH', 'switch', step.switch, 'line');
    return { head, clauses: [], said: { ...said, cases: step.cases } };
  }
  if ('parallel' in step) {
    return {
      head: step.failFast === true ? 'PARALLEL FAIL FAST' : 'PARALLEL',
      clauses: [],
      said: step.failFast === true ? { failFast: true } : {},
    };
  }
  return sayLoop(step, text);
}

function sayLoop(step: StepOf<'forEach'> | StepOf<'while'> | StepOf<'times'>, text: (value: string) => string): Said {
  const begin =
    'forEach' in step
      ? sayExpression('FOR EACH item IN', 'forEach', step.forEach, 'line')
      : 'while' in step
        ? sayExpression('WHILE', 'while', step.while, 'line')
        : {
            head: `REPEAT ${typeof step.times === 'number' ? step.times : text(step.times)} TIMES`,
            said: { times: step.times },
          };
  const clauses: string[] = [];
  const said: Raw = { ...begin.said };
  if ('concurrency' in step && step.concurrency !== undefined) {
    clauses.push(`CONCURRENCY ${step.concurrency}`);
    said['concurrency'] = step.concurrency;
  }
  if (step.maxIterations !== undefined) {
    clauses.push(`MAX ${step.maxIterations}`);
    said['maxIterations'] = step.maxIterations;
  }
  if (step.collect !== undefined && fitsInLine(step.collect, 'line')) {
    clauses.push(`COLLECT ${step.collect}`);
    said['collect'] = step.collect;
  }
  return { head: begin.head, clauses, said };
}

/** What does not fit into a line is shown as far as it does, and kept in a comment. */
function sayExpression(words: string, key: string, expression: unknown, end: ExpressionEnd): Said {
  const tail = end === 'THEN' ? ' THEN' : '';
  if (typeof expression === 'string' && fitsInLine(expression, end))
    return { head: `${words} ${expression}${tail}`, clauses: [], said: { [key]: expression } };
  const shown = (typeof expression === 'string' ? expression : JSON.stringify(expression)).replaceAll(/\s+/g, ' ').trim();
  return { head: `${words} ${fitsInLine(shown, end) ? shown : '(…)'}${tail}`, clauses: [], said: {} };
}

function sayAgent({ agent, prompt, tools, optimizeFor, budget }: StepOf<'agent'>, indent: string): Said {
  const clauses: string[] = [];
  if (tools !== undefined && tools.length > 0) clauses.push(`TOOLS ${tools.map((tool) => writeValue(tool, indent)).join(', ')}`);
  if (optimizeFor !== undefined) clauses.push(`OPTIMIZE FOR "${optimizeFor}"`);
  const spent =
    budget === undefined
      ? ''
      : ` ${[
          ['TOKENS', budget.tokens],
          ['COST', budget.cost],
        ]
          .flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]))
          .join(' ')}`;
  if (spent.length > 1) clauses.push(`BUDGET${spent}`);
  const said = pick({
    agent,
    prompt,
    tools: tools?.length === 0 ? undefined : tools,
    optimizeFor,
    budget: spent.length > 1 ? budget : undefined,
  });
  return { head: `BOT ${writeLiteral(agent, `${indent}  `)} ${writeText(prompt, indent)}`, clauses, said };
}

function sayApproval({ approve }: StepOf<'approve'>, indent: string): Said {
  const { message, from, fields, timeout, onTimeout, escalateTo, rewindTo } = approve;
  const text = (value: string): string => writeLiteral(value, `${indent}  `);
  const head = [
    'HUMAN APPROVAL',
    ...(message === APPROVAL_QUESTION ? [] : [text(message)]),
    ...(from === undefined ? [] : [`FROM ${text(from)}`]),
  ].join(' ');
  const clauses: string[] = [];
  const said: Raw = pick({ message, from });
  if (timeout !== undefined) {
    clauses.push(`TIMEOUT ${writeTime(timeout)}`);
    said['timeout'] = timeout;
  }
  if (onTimeout !== undefined) {
    clauses.push(`ON TIMEOUT ${onTimeout.toUpperCase()}${escalateTo === undefined ? '' : ` TO ${text(escalateTo)}`}`);
    said['onTimeout'] = onTimeout;
    if (escalateTo !== undefined) said['escalateTo'] = escalateTo;
  }
  if (fields !== undefined) {
    clauses.push(`FIELDS ${writeValue(fields, indent)}`);
    said['fields'] = fields;
  }
  const back = rewindTo === undefined ? undefined : writeStepName(rewindTo);
  if (back !== undefined) {
    clauses.push(`REWIND TO ${back}`);
    said['rewindTo'] = rewindTo;
  }
  return { head, clauses, said: { approve: said } };
}

function sayWait({ waitFor }: StepOf<'waitFor'>, indent: string): Said {
  const { event, match, timeout, onTimeout } = waitFor;
  const clauses: string[] = [];
  const said: Raw = { event };
  if (match !== undefined && fitsInLine(match, 'line')) {
    clauses.push(`MATCH ${match}`);
    said['match'] = match;
  }
  const limit = timeout === undefined ? '' : ` TIMEOUT ${writeTime(timeout)}`;
  if (timeout !== undefined) said['timeout'] = timeout;
  if (onTimeout !== undefined) {
    clauses.push(`ON TIMEOUT ${onTimeout.toUpperCase()}`);
    said['onTimeout'] = onTimeout;
  }
  return { head: `WAIT FOR EVENT ${writeLiteral(event, `${indent}  `)}${limit}`, clauses, said: { waitFor: said } };
}

/** In words of its own where the language has some for the action. */
function sayAction(step: StepOf<'action'>, ownBot: string, indent: string): Said {
  const special = sayKnownAction(step.action, step.with ?? {}, ownBot, indent);
  if (special !== undefined && JSON.stringify(special.said['with']) === JSON.stringify(step.with)) return special;
  return sayWith(`ACTION ${writeLiteral(step.action, `${indent}  `)}`, step.with, { action: step.action }, indent);
}

function sayKnownAction(action: string, values: Raw, ownBot: string, indent: string): Said | undefined {
  const value = (each: unknown): string => writeValue(each, indent);
  const made = (head: string, given: Raw): Said => ({ head, clauses: [], said: { action, with: given } });
  const { agent, key } = values;
  const bot = agent === ownBot || typeof agent !== 'string' ? 'BOT' : `BOT ${writeLiteral(agent, `${indent}  `)}`;
  switch (action) {
    case LLM_ACTION: {
      const { prompt, optimizeFor, ...rest } = values;
      if (prompt === undefined) return undefined;
      const first = typeof optimizeFor === 'string' ? { optimizeFor } : {};
      const speed = typeof optimizeFor === 'string' ? ` WITH OPTIMIZE FOR ${JSON.stringify(optimizeFor)}` : '';
      const head = `LLM ${value(prompt)}${speed}`;
      if (Object.keys(rest).length === 0) return made(head, { prompt, ...first });
      return made(writePairs(speed === '' ? `${head} WITH` : `${head},`, rest, indent), { prompt, ...first, ...rest });
    }
    case 'set': {
      const { variables } = values;
      if (!isJsonObject(variables) || Object.keys(variables).length === 0) return undefined;
      return made(writePairs('SET', variables, indent), { variables });
    }
    case 'event.publish': {
      const { name, data } = values;
      if (name === undefined) return undefined;
      const head = `PUBLISH EVENT ${value(name)}`;
      if (!isJsonObject(data) || Object.keys(data).length === 0) return made(head, { name });
      return made(writePairs(`${head} WITH`, data, indent), { name, data });
    }
    case 'memory.set': {
      const { agent: _agent, key: _key, value: stored, ...rest } = values;
      if (typeof agent !== 'string' || stored === undefined || key === undefined) return undefined;
      const head = `SET ${bot} MEMORY ${value(key)}, ${value(stored)}`;
      return made(withMore(head, rest, indent), { agent, key, value: stored, ...rest });
    }
    case 'memory.share': {
      const { agent: _agent, key: _key, with: others, ...rest } = values;
      const lists = [key, others].map((each) =>
        Array.isArray(each) && each.length > 1 ? each.map(value).join(', ') : typeof each === 'string' ? value(each) : undefined,
      );
      if (typeof agent !== 'string' || lists.includes(undefined)) return undefined;
      return made(withMore(`${bot} SHARE MEMORY ${lists[0]} WITH ${lists[1]}`, rest, indent), { agent, key, with: others, ...rest });
    }
    case 'memory.sync': {
      const { agent: _agent, from, ...rest } = values;
      if (typeof agent !== 'string' || typeof from !== 'string') return undefined;
      return made(withMore(`${bot} SYNC MEMORY FROM ${value(from)}`, rest, indent), { agent, from, ...rest });
    }
    default:
      return undefined;
  }
}

function withMore(head: string, rest: Raw, indent: string): string {
  return Object.keys(rest).length === 0 ? head : writePairs(`${head} WITH`, rest, indent);
}

function sayWith(head: string, values: Raw | undefined, said: Raw, indent: string): Said {
  if (values === undefined || Object.keys(values).length === 0) return { head, clauses: [], said };
  return { head: writePairs(`${head} WITH`, values, indent), clauses: [], said: { ...said, with: values } };
}

function writeRetry({ maxRetries, delay, backoff, maxDelay, jitter, on }: RetryDocument): string {
  const parts = [`RETRY ${maxRetries}`];
  if (delay !== '1s') parts.push(`DELAY ${writeTime(delay)}`);
  if (backoff !== 2) parts.push(`BACKOFF ${backoff}`);
  if (maxDelay !== '5m') parts.push(`MAX DELAY ${writeTime(maxDelay)}`);
  if (jitter !== 0) parts.push(`JITTER ${jitter}`);
  if (on !== undefined) parts.push(`ON ${on.map((code) => JSON.stringify(code)).join(', ')}`);
  return parts.join(' ');
}

function pick(values: Raw): Raw {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
