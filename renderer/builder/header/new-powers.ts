import { addedCapabilities, type Capability, capabilitiesOf } from '../../../shared/workflow/capabilities.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { analyseText } from '../document/analysis.ts';

/** What a version would be able to touch that the one before (if there is one) was not; what no workflow is without is left out. */
export function newPowers(document: WorkflowDocument, before: string | undefined): readonly Capability[] {
  const known = before === undefined ? undefined : analyseText(before).document;
  const added = addedCapabilities(known === undefined ? [] : capabilitiesOf(known), capabilitiesOf(document));
  return added.filter(({ kind, what }) => kind !== 'notification' && !(kind === 'folder' && what === '.'));
}

export const powerNames: Readonly<Record<Capability['kind'], string>> = {
  folder: 'Work in',
  write: 'Write',
  read: 'Read',
  command: 'Run',
  host: 'Reach',
  repository: 'Use the repository',
  secret: 'Use the secret',
  environment: 'See the variable',
  model: 'Ask the model',
  workflow: 'Use the workflow',
  notification: 'Notify',
  start: 'Start by itself on',
  other: 'Do',
};
