/** What a model's call is as a step of its run. */
export interface CallStep {
  readonly kind: 'action' | 'workflow' | 'agent' | 'approve';
  /** The action, the workflow's name as far as an id can hold it, the agent, or `ask a person`. */
  readonly name: string;
}

/**
 * A call's step is told by its id: `file.read`, `file.read_2`, `workflow.nightly_build`, `agent.writer`, `ask.person`. Ids in documents hold no
 * dot, so that none of these is ever taken for one of them. Undefined for the id of a document.
 */
export function callStepOf(id: string): CallStep | undefined {
  const dot = id.indexOf('.');
  if (dot < 0) return undefined;
  const family = id.slice(0, dot);
  const rest = id.slice(dot + 1).replace(/_\d+$/, '');
  if (family === 'workflow') return { kind: 'workflow', name: rest };
  if (family === 'agent') return { kind: 'agent', name: rest };
  if (family === 'ask') return { kind: 'approve', name: 'ask a person' };
  return { kind: 'action', name: `${family}.${rest}` };
}

/** Gives the calls of one round their ids, which differ from each other. */
export function createCallIds(): (call: CallStep) => string {
  const used = new Map<string, number>();
  return (call) => {
    const id = baseOf(call);
    const number = (used.get(id) ?? 0) + 1;
    used.set(id, number);
    return number === 1 ? id : `${id}_${number}`;
  };
}

function baseOf({ kind, name }: CallStep): string {
  if (kind === 'approve') return 'ask.person';
  if (kind === 'action') return /^[a-z]+\.[A-Za-z]+$/.test(name) ? name : `tool.${slugOf(name)}`;
  return `${kind}.${slugOf(name)}`;
}

/** What may stand in a path; never with a number behind it, which would be taken for the second of its name. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .slice(0, 40)
    .replace(/^_+|_+$/g, '');
  return slug === '' ? 'unknown' : slug.replace(/_(\d+)$/, '-$1');
}
