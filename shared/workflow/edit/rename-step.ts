import { type Document, isAlias, isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import { isJsonObject } from '../../lib/json.ts';
import { sitesOf, textsIn } from '../expression-sites.ts';
import type { JsonPath } from '../json-path.ts';
import { readDocument } from '../read-document.ts';
import { kindOf, STEP_ID } from '../schema.ts';
import type { WorkflowEdit } from './edit.ts';
import { renamePlace } from './layout.ts';
import { EditRefused } from './refused.ts';
import { type RenameContext, renameReferences } from './rename-references.ts';
import { areSameEdges, type StepEdge } from './step-edges.ts';
import { findStep, requireStep, type StepMap, type StepTree, type TreeStep } from './step-tree.ts';
import { orderOf } from './write-tree.ts';
import { keyOf, setKey } from './yaml-node.ts';

/** The id, and whatever names the step by it. */
export function renameStep(tree: StepTree, { step: from, to }: Extract<WorkflowEdit, { type: 'rename-step' }>): void {
  const { step } = requireStep(tree, from);
  if (from === to) return;
  if (!STEP_ID.test(to)) {
    throw new EditRefused('WRONG_ID', `\`${to}\` is no id: it must start with a letter or _ and hold only letters, digits, _ and -`, from);
  }
  if (findStep(tree, to) !== undefined) throw new EditRefused('DUPLICATE_ID', `There is a step \`${to}\` already`, from);
  const rename = referenceRename(tree, new Map([[from, to]]));
  for (const { steps } of tree.lists) for (const each of steps) rename.inStep(each);
  rename.inDocument();
  step.id = to;
  setKey(step.node, 'id', new Scalar(to), orderOf(step.node));
  for (const list of tree.lists) if (list.owner === step) Object.assign(list.list, { step: to });
  renamePlace(tree, from, to);
}

/** Renames references in the nodes of steps, or of the rest of the document. A text behind an alias is renamed at its anchor, once. */
export function referenceRename(tree: StepTree, names: ReadonlyMap<string, string>, branch?: RenameContext['branch']) {
  const done = new Set<Scalar>();
  const context: RenameContext = { names, variables: tree.variables, ...(branch === undefined ? {} : { branch }) };

  const rewrite = (root: Node, path: JsonPath, isBare: boolean): void => {
    const scalar = scalarAt(root, path, tree.yaml);
    if (scalar === undefined || done.has(scalar) || typeof scalar.value !== 'string') return;
    done.add(scalar);
    scalar.value = renameReferences(scalar.value, isBare, context);
  };

  const renameEdge = (edge: StepEdge): StepEdge => {
    const { on } = edge;
    const named = { ...edge, from: names.get(edge.from) ?? edge.from };
    return typeof on === 'object' ? { ...named, on: { expression: renameReferences(on.expression, true, context) } } : named;
  };

  return {
    inStep(step: TreeStep): void {
      for (const { path, isBare } of sitesIn(step.node, tree.yaml)) rewrite(step.node, path, isBare);
      const edges = step.edges.map(renameEdge);
      const { loaded } = step;
      if (loaded !== undefined && !areSameEdges(edges, step.edges))
        step.loaded = { ...loaded, edges: loaded.edges.map(renameEdge), isRenamed: true };
      step.edges = edges;
      const target = scalarAt(step.node, ['approve', 'rewindTo'], tree.yaml);
      if (target !== undefined) target.value = names.get(String(target.value)) ?? target.value;
    },
    inDocument(): void {
      const value: unknown = tree.root.toJS(tree.yaml);
      if (!isJsonObject(value)) return;
      const { outputs, triggers, settings } = value;
      const within = isJsonObject(settings) ? settings : {};
      const texts = [
        ...textsIn(outputs, ['outputs']),
        ...(Array.isArray(triggers) ? triggers : []).flatMap((trigger: unknown, index) =>
          isJsonObject(trigger) ? textsIn(trigger['with'], ['triggers', index, 'with']) : [],
        ),
        ...['concurrency', 'environment', 'workingDirectory'].flatMap((key) => textsIn(within[key], ['settings', key])),
      ];
      for (const { path } of texts) rewrite(tree.root, path, false);
    },
  };
}

/** Where the step's own expressions stand, those of steps inside it not among them. A step that cannot be read may hold them anywhere. */
function sitesIn(node: StepMap, yaml: Document.Parsed): { readonly path: JsonPath; readonly isBare: boolean }[] {
  const own = Object.fromEntries(
    node.items.flatMap((pair) => {
      const key = keyOf(pair);
      return key === 'steps' || key === 'parallel' || pair.value === null ? [] : [[key, pair.value.toJS(yaml) as unknown]];
    }),
  );
  const isBox = node.has('steps') || node.has('parallel');
  const filled = isBox ? { ...own, ...(node.has('steps') ? { steps: [leaf] } : { parallel: { a: [leaf] } }) } : own;
  const [read] = readDocument({ name: 'x', steps: [filled] }).document.steps;
  const { id: _, name: __, needs: ___, ...rest } = own;
  return read === undefined || kindOf(filled) === undefined ? textsIn(rest, []) : sitesOf(read).filter(({ path }) => path[0] !== 'needs');
}

const leaf = { id: 'x', delay: 0 };

function scalarAt(root: Node, path: JsonPath, yaml: Document.Parsed): Scalar | undefined {
  let node: Node | null | undefined = root;
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(yaml);
    if (isMap<Node, Node | null>(node)) node = node.items.find((pair) => keyOf(pair) === String(segment))?.value;
    else if (isSeq<Node>(node) && typeof segment === 'number') node = node.items[segment];
    else return undefined;
  }
  if (isAlias(node)) node = node.resolve(yaml);
  return isScalar(node) ? node : undefined;
}
