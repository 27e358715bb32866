import { actionsOfLaterReleases } from './actions/later.ts';
import { actionDefinitions } from './actions/registry.ts';
import { laterTriggers } from './triggers/later.ts';
import { triggerDefinitions } from './triggers/registry.ts';
import type { Catalogue } from './workflow/catalogue.ts';
import { bindCommand, type CommandShell } from './workflow/command-template.ts';

/** Everything a workflow of this release may name. */
export const catalogue: Catalogue = {
  actions: actionDefinitions,
  triggers: triggerDefinitions,
  laterActions: actionsOfLaterReleases,
  laterTriggers,
  checkCommand: (command, shell = 'sh') => (isCommandShell(shell) ? bindCommand(command, shell).problems : []),
};

const commandShells: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'pwsh', 'cmd'] satisfies CommandShell[]);

function isCommandShell(shell: string): shell is CommandShell {
  return commandShells.has(shell);
}
