import type { EdgeCondition } from '../../shared/workflow/edges.ts';
import type { StepDocument } from '../../shared/workflow/schema.ts';
import type { CanvasEdge, Port } from './canvas-graph.ts';

/** Where edges can leave the step: by its success, its failure, however it ends, and for an if or a switch by each of its ways. */
export function portsOf(step: StepDocument, used: ReadonlySet<string>): Port[] {
  const branches = branchesOf(step);
  const isUsed = (id: string): boolean => used.has(id);
  const ways: Port[] = branches.map((branch, index) => ({
    id: branchPort(branch),
    kind: 'branch',
    label: branch,
    share: (index + 0.5) / branches.length,
    offset: 0,
    isUsed: isUsed(branchPort(branch)),
  }));
  const decides = ways.length > 0;
  return [
    ...ways,
    {
      id: 'success',
      kind: 'success',
      label: decides ? 'whichever way' : 'when it succeeds',
      share: decides ? 0 : 0.5,
      offset: decides ? 30 : 0,
      isUsed: isUsed('success'),
    },
    { id: 'failure', kind: 'failure', label: 'when it fails', share: 1, offset: -16, isUsed: isUsed('failure') },
    { id: 'always', kind: 'always', label: 'however it ends', share: 0, offset: 14, isUsed: isUsed('always') },
  ];
}

/** The ways that an if or a switch can point; none for other steps. */
export function branchesOf(step: StepDocument): string[] {
  if ('if' in step) return ['true', 'false'];
  if ('switch' in step) return [...new Set([...step.cases.map(String), 'default'])];
  return [];
}

/** An expression is decided when its source has succeeded. */
export function portOf(on: EdgeCondition): string {
  if (on.type === 'expression') return 'success';
  return on.type === 'branch' ? branchPort(on.value) : on.type;
}

/** What an edge that is drawn from the port asks, as it is written in the document. */
export function conditionOfPort(port: string): string {
  return port.startsWith('branch:') ? port.slice('branch:'.length) : port;
}

export function kindOfEdge(on: EdgeCondition): CanvasEdge['kind'] {
  return on.type;
}

function branchPort(branch: string): string {
  return `branch:${branch}`;
}

export function portX(port: Pick<Port, 'share' | 'offset'>, width: number): number {
  return port.share * width + port.offset;
}
