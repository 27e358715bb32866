import { isMap, isScalar, type Node, Scalar } from 'yaml';
import { STEP_ID } from '../schema.ts';
import type { WorkflowEdit } from './edit.ts';
import { EditRefused } from './refused.ts';
import { referenceRename } from './rename-step.ts';
import { requireStep, type StepTree } from './step-tree.ts';
import { keepComments, keyOf } from './yaml-node.ts';

/** The name of one branch, and whatever reads what the branch gives by it. Its steps and comments stay as they are written. */
export function renameBranch(tree: StepTree, { step: id, from, to }: Extract<WorkflowEdit, { type: 'rename-branch' }>): void {
  const { step } = requireStep(tree, id);
  const branches = step.node.get('parallel', true);
  const pairs = isMap<Node, Node | null>(branches) ? branches.items : [];
  const pair = pairs.find((each) => keyOf(each) === from);
  if (pair === undefined) throw new EditRefused('UNKNOWN_BRANCH', `\`${id}\` has no branch \`${from}\``, id);
  if (from === to) return;
  if (!STEP_ID.test(to)) {
    throw new EditRefused('WRONG_ID', `\`${to}\` is no name: it must start with a letter or _ and hold only letters, digits, _ and -`, id);
  }
  if (pairs.some((each) => keyOf(each) === to)) throw new EditRefused('DUPLICATE_ID', `\`${id}\` has a branch \`${to}\` already`, id);

  const rename = referenceRename(tree, new Map(), { step: id, from, to });
  for (const { steps } of tree.lists) for (const each of steps) rename.inStep(each);
  rename.inDocument();
  const key = new Scalar(to);
  if (isScalar(pair.key)) keepComments(pair.key, key);
  pair.key = key;
  for (const { owner, list } of tree.lists) {
    if (owner === step && list.of === 'branch' && list.branch === from) Object.assign(list, { branch: to });
  }
}
