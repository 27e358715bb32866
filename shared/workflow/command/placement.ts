/** A value to be put into a command, by the name of the environment variable that carries it. */
export interface Placeholder {
  readonly name: string;
  /** Where it stands in the template, counted in characters from 0. */
  readonly offset: number;
}

/** One character of a command (a UTF-16 unit), or a placeholder. */
export type CommandItem = string | Placeholder;

export interface CommandProblem {
  readonly message: string;
  readonly offset: number;
}

export interface Placement {
  readonly command: string;
  readonly problems: readonly CommandProblem[];
}

export const ARGUMENTS_INSTEAD = 'Use `program` with `args`: there a value is passed as it is and needs no quoting.';

/** `where` completes the sentence "A placeholder cannot stand …". */
export function refusedPlace(placeholder: Placeholder, where: string): CommandProblem {
  return { message: `A placeholder cannot stand ${where}. ${ARGUMENTS_INSTEAD}`, offset: placeholder.offset };
}
