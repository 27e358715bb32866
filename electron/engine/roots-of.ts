import { isAbsolute, resolve } from 'node:path';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { RunRow } from '../store/runs-table.ts';

/** Where a run's file steps may go: what the workflow names, else the folder that the run stands in. */
export function rootsOf(
  { workingDirectory }: Pick<RunRow, 'workingDirectory'>,
  { settings }: Pick<WorkflowDocument, 'settings'>,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  return (settings?.roots ?? ['.']).map((root) => {
    if (home !== undefined && (root === '~' || root.startsWith('~/'))) return resolve(home, root.slice(2));
    return isAbsolute(root) ? root : resolve(workingDirectory, root);
  });
}
