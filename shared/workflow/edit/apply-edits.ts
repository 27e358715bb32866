import { stringify } from 'yaml';
import { assertNever } from '../../lib/assert-never.ts';
import { isJsonObject } from '../../lib/json.ts';
import type { Catalogue } from '../catalogue.ts';
import { drawSource } from '../load.ts';
import type { WorkflowDocument } from '../schema.ts';
import { scopesOf } from '../scopes.ts';
import { serializeWorkflow } from '../serialize.ts';
import { type ParsedText, parseYaml, type SourceDocument } from '../yaml.ts';
import { type EditResult, type Rewritten, rewriteYaml } from '../yaml-edit.ts';
import { changeEdge, connect, disconnect } from './change-edges.ts';
import { addStep, moveSteps, removeSteps, spliceStep, wrapSteps } from './change-lists.ts';
import { setInStep, setInWorkflow } from './change-values.ts';
import type { WorkflowEdit } from './edit.ts';
import { placeSteps } from './layout.ts';
import { pasteSteps } from './paste-steps.ts';
import { EditRefused } from './refused.ts';
import { renameBranch } from './rename-branch.ts';
import { renameStep } from './rename-step.ts';
import { readTree, type StepTree } from './step-tree.ts';
import { writeTree } from './write-tree.ts';

/**
 * The text after the edits, in their order; its comments and whatever no edit touches stay as they are written. No edit changes what other
 * steps wait for unless that is what it says: where "the step above" would come to mean another step, `needs` is written out, and where it
 * says enough it is left out. All of the edits are done, or none and the problem is told. A dialect becomes the canonical form first.
 */
export function applyEdits(text: string, edits: readonly WorkflowEdit[]): EditResult {
  const parsed = parseYaml(text);
  if (!parsed.ok) return parsed;
  const edited = editSource(parsed.source, text, edits);
  return edited.ok ? { ok: true, text: edited.text } : edited;
}

/** As `applyEdits`, of a text that is parsed already: `source` is used up, also when an edit is refused. Brings the new text's own. */
export function editSource(source: ParsedText, text: string, edits: readonly WorkflowEdit[]): Rewritten {
  const ready = makeCanonical(source, text);
  if (!ready.ok) return ready;
  try {
    return rewriteYaml(ready.text, ready.source, (yaml) => {
      const tree = readTree(yaml, ready.document, variablesOf(ready.document));
      for (const edit of edits) applyEdit(tree, edit);
      writeTree(tree);
    });
  } catch (error) {
    if (error instanceof EditRefused) return { ok: false, problems: [error.problem] };
    throw error;
  }
}

type Ready = Extract<Rewritten, { ok: true }> & { readonly document: WorkflowDocument };

/** Edits need the shape of a document, not what its actions are. */
const noActions: Catalogue = { actions: {}, triggers: {} };

function makeCanonical(source: ParsedText, text: string): Ready | Extract<Rewritten, { ok: false }> {
  // A script says the document as it is, whatever is wrong with it.
  if (source.format === 'script') {
    const yaml = stringify(source.value, { lineWidth: 0, aliasDuplicateObjects: false });
    const again = parseYaml(yaml);
    return again.ok ? makeCanonical(again.source, yaml) : again;
  }
  const { document, isCanonical, problems } = drawSource(source, { catalogue: noActions, skipChecks: true });
  if (document === undefined) return { ok: false, problems };
  if (isCanonical && isEditable(source)) return { ok: true, text, source, document };
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { ok: false, problems: errors };
  const canonical = serializeWorkflow(document, source.format === 'json' ? 'json' : 'yaml');
  const parsed = parseYaml(canonical);
  return parsed.ok ? { ok: true, text: canonical, source: parsed.source, document } : parsed;
}

function isEditable(source: ParsedText): source is SourceDocument {
  return source.format !== 'script' && 'yaml' in source;
}

function applyEdit(tree: StepTree, edit: WorkflowEdit): void {
  switch (edit.type) {
    case 'add-step':
      return addStep(tree, edit);
    case 'splice-step':
      return spliceStep(tree, edit);
    case 'remove-steps':
      return removeSteps(tree, edit);
    case 'move-steps':
      return moveSteps(tree, edit);
    case 'wrap-steps':
      return wrapSteps(tree, edit);
    case 'connect':
      return connect(tree, edit);
    case 'disconnect':
      return disconnect(tree, edit);
    case 'change-edge':
      return changeEdge(tree, edit);
    case 'rename-step':
      return renameStep(tree, edit);
    case 'rename-branch':
      return renameBranch(tree, edit);
    case 'set-in-step':
      return setInStep(tree, edit);
    case 'set-in-workflow':
      return setInWorkflow(tree, edit);
    case 'paste':
      return pasteSteps(tree, edit);
    case 'place':
      return placeSteps(tree, edit.positions);
    default:
      assertNever(edit);
  }
}

/** Variables that are declared, and those that a `set` step makes. */
function variablesOf(document: WorkflowDocument): ReadonlySet<string> {
  const made = scopesOf(document).flatMap(({ steps }) =>
    steps.flatMap((step) => {
      const variables = 'action' in step && step.action === 'set' ? step.with?.['variables'] : undefined;
      return isJsonObject(variables) ? Object.keys(variables) : [];
    }),
  );
  return new Set([...(document.variables ?? []).map(({ name }) => name), ...made]);
}
