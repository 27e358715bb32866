import { formatPath, type PathSegment, parsePath } from '../../../../shared/workflow/expression/path.ts';
import type { NameNode } from './name-node.ts';

/** A name to choose from, as it would be written. */
export interface Completion {
  readonly path: string;
  readonly node: NameNode;
}

const mostShown = 60;

/** What fits what is written so far: the children of the path before the last dot, else every name that is near. */
export function completionsFor(roots: readonly NameNode[], query: string): readonly Completion[] {
  const cut = Math.max(query.lastIndexOf('.'), query.lastIndexOf('['));
  const parent = cut < 0 ? undefined : nodeAt(roots, query.slice(0, cut));
  const wanted = query
    .slice(cut + 1)
    .toLowerCase()
    .replaceAll('"', '');
  if (parent !== undefined) {
    const children = parent.children().filter(({ path }) => nameOf(path).includes(wanted));
    return sortByStart(children, wanted).slice(0, mostShown).map(toCompletion);
  }
  const near = nearNames(roots).filter(({ path }) => formatPath(path).toLowerCase().includes(query.toLowerCase()));
  return near.slice(0, mostShown).map(toCompletion);
}

/** The node that a path leads to, where its names are known. */
export function nodeAt(roots: readonly NameNode[], text: string): NameNode | undefined {
  const segments = parsePath(text)?.segments;
  if (segments === undefined) return undefined;
  let nodes = roots;
  let found: NameNode | undefined;
  for (const segment of expand(segments, roots)) {
    found = nodes.find(({ path }) => path.at(-1) === segment);
    if (found === undefined) return undefined;
    nodes = found.children();
  }
  return found;
}

/** A bare step id stands for its output. */
function expand(segments: readonly PathSegment[], roots: readonly NameNode[]): readonly PathSegment[] {
  const [root, ...rest] = segments;
  if (roots.some(({ path }) => path[0] === root)) return segments;
  const steps = roots.find(({ path }) => path[0] === 'steps')?.children() ?? [];
  return steps.some(({ path }) => path[1] === root) ? ['steps', root ?? '', 'output', ...rest] : segments;
}

/** What people mostly want, without having to go down to it: fields of outputs before the rest. */
function nearNames(roots: readonly NameNode[]): readonly NameNode[] {
  return roots.flatMap((root) => {
    if (root.path[0] !== 'steps') return root.children().length === 0 ? [root] : [...(isGroup(root) ? [] : [root]), ...root.children()];
    return root.children().flatMap((step) => {
      const [output, ...rest] = step.children();
      return output === undefined ? [] : [output, ...output.children(), ...rest.filter(({ path }) => path[2] === 'status')];
    });
  });
}

function isGroup({ path }: NameNode): boolean {
  return ['vars', 'run', 'env', 'secrets', 'steps', 'memory'].includes(String(path[0])) && path.length === 1;
}

function sortByStart(nodes: readonly NameNode[], wanted: string): readonly NameNode[] {
  if (wanted === '') return nodes;
  return [...nodes].sort((a, b) => Number(nameOf(b.path).startsWith(wanted)) - Number(nameOf(a.path).startsWith(wanted)));
}

function nameOf(path: readonly PathSegment[]): string {
  return String(path.at(-1)).toLowerCase();
}

function toCompletion(node: NameNode): Completion {
  return { path: formatPath(node.path), node };
}
