import { assertNever } from '../../lib/assert-never.ts';
import { APPROVAL_QUESTION, LLM_ACTION } from './defaults.ts';
import type { Lowering, Raw } from './lowering.ts';
import type { Placed, Span, ValueNode, What } from './syntax-tree.ts';

/** What a statement without lines inside it does, as the keys of a step. */
export type SimpleWhat = Exclude<What, { readonly is: 'if' | 'switch' | 'for-each' | 'while' | 'repeat' | 'parallel' }>;

/** `ownBot`: whose memory it is where no BOT is named. */
export function lowerWhat(what: SimpleWhat, raw: Raw, at: Span, ownBot: string, lowering: Lowering): void {
  const action = (type: string, values: Raw): void => {
    lowering.put(raw, 'action', type, at);
    lowering.put(raw, 'with', values, at);
  };
  switch (what.is) {
    case 'bot':
      if (what.agent === undefined) lowering.fault('NO_AGENT', 'BOT needs the name of an agent: BOT "writer" "…"', at);
      lowering.putText(raw, 'agent', what.agent);
      return lowering.put(raw, 'prompt', lowering.valueOf(what.prompt), what.prompt);
    case 'llm': {
      const values: Raw = {};
      lowering.put(values, 'prompt', lowering.valueOf(what.prompt), what.prompt);
      return action(LLM_ACTION, values);
    }
    case 'action':
      return lowering.putText(raw, 'action', what.type);
    case 'approval': {
      const approve: Raw = { message: APPROVAL_QUESTION };
      lowering.putText(approve, 'message', what.message);
      lowering.putText(approve, 'from', what.from);
      return lowering.put(raw, 'approve', approve, at);
    }
    case 'share':
      return action('memory.share', {
        ...agentOf(what.agent, ownBot),
        key: oneOrMany(what.keys, lowering),
        with: oneOrMany(what.with, lowering),
      });
    case 'sync':
      return action('memory.sync', { ...agentOf(what.agent, ownBot), from: lowering.valueOf(what.from) });
    case 'remember': {
      const values: Raw = agentOf(what.agent, ownBot);
      lowering.put(values, 'key', lowering.valueOf(what.key), what.key);
      lowering.put(values, 'value', lowering.valueOf(what.value), what.value);
      return action('memory.set', values);
    }
    case 'set':
      return action('set', { variables: lowering.mapOf(what.pairs) });
    case 'publish': {
      const values: Raw = {};
      lowering.put(values, 'name', lowering.valueOf(what.event), what.event);
      return action('event.publish', values);
    }
    case 'wait-event': {
      const waitFor: Raw = {};
      lowering.putText(waitFor, 'event', what.event);
      return lowering.put(raw, 'waitFor', waitFor, at);
    }
    case 'delay':
      return lowering.putText(raw, 'delay', what.for);
    case 'until':
      return lowering.putText(raw, 'until', what.expression);
    case 'run':
      lowering.putText(raw, 'workflow', what.workflow);
      return lowering.putText(raw, 'version', what.version);
    default:
      assertNever(what);
  }
}

function agentOf(agent: Placed<string> | undefined, ownBot: string): Raw {
  return { agent: agent?.value ?? ownBot };
}

function oneOrMany(nodes: readonly ValueNode[], lowering: Lowering): unknown {
  const [only] = nodes;
  return nodes.length === 1 && only !== undefined ? lowering.valueOf(only) : lowering.listOf(nodes);
}
