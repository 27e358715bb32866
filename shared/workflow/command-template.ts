import { ARGUMENTS_INSTEAD, type CommandItem, type CommandProblem, type Placeholder, type Placement } from './command/placement.ts';
import { placeInPosix } from './command/posix-command.ts';
import { placeInPwsh } from './command/pwsh-command.ts';
import { parseTemplate } from './expression/template.ts';

export type CommandShell = 'sh' | 'bash' | 'zsh' | 'pwsh' | 'cmd';

/** A command whose placeholders have become references to environment variables. */
export interface BoundCommand {
  /** What the shell is given. Only to be run when there are no problems. */
  readonly command: string;
  /** The variables to set: each holds the rendered value of its expression. */
  readonly bindings: readonly { readonly name: string; readonly expression: string }[];
  /** `offset` counts characters of the text from 0. */
  readonly problems: readonly CommandProblem[];
}

/**
 * Turns every `{{ … }}` of a shell command into a quoted variable reference, so that a value reaches the program as it is and is never read as code.
 * A placeholder where no variable can stand is a problem. The values keep their bytes, a leading `-` too: write `--` before a file name.
 */
export function bindCommand(text: string, shell: CommandShell): BoundCommand {
  const template = parseTemplate(text);
  if (template.problem !== undefined) return { command: text, bindings: [], problems: [template.problem] };
  const bindings: { name: string; expression: string }[] = [];
  const items: CommandItem[] = [];
  for (const part of template.parts) {
    if (typeof part === 'string') {
      items.push(...part.split(''));
    } else {
      const name = `PAWL_${bindings.length + 1}`;
      bindings.push({ name, expression: part.expression });
      items.push({ name, offset: part.offset });
    }
  }
  return { bindings, ...place(items, shell) };
}

function place(items: readonly CommandItem[], shell: CommandShell): Placement {
  switch (shell) {
    case 'cmd':
      return placeInCmd(items);
    case 'pwsh':
      return placeInPwsh(items);
    default:
      return placeInPosix(items, shell);
  }
}

/** cmd reads the value of a variable as code again, so that no quoting is safe. */
function placeInCmd(items: readonly CommandItem[]): Placement {
  const placeholders = items.filter((item): item is Placeholder => typeof item !== 'string');
  const message = `A placeholder cannot stand in a command for cmd, which reads values as code. ${ARGUMENTS_INSTEAD}`;
  return {
    command: items.map((item) => (typeof item === 'string' ? item : '')).join(''),
    problems: placeholders.map(({ offset }) => ({ message, offset })),
  };
}
