import { bindingsSchema } from '../../../shared/secrets/bindings.ts';
import { secretNameSchema } from '../../../shared/secrets/name.ts';

export interface DraftFields {
  readonly name: string;
  readonly value: string;
  readonly actions: readonly string[];
  readonly hosts: readonly string[];
  readonly workflows: readonly string[];
}

export type DraftProblems = Partial<Record<keyof DraftFields, string>>;

const shortest = 4;

/** What is wrong with each field. `isNew`: it needs a name that nobody has, and a value. */
export function checkDraft(draft: DraftFields, taken: readonly string[], isNew: boolean): DraftProblems {
  const { name, value, actions, hosts, workflows } = draft;
  const problems: DraftProblems = {};
  if (isNew) {
    const checked = secretNameSchema.safeParse(name);
    if (name === '') problems.name = 'Give it a name';
    else if (!checked.success) problems.name = `A name ${checked.error.issues[0]?.message ?? 'cannot be this'}`;
    else if (taken.includes(name)) problems.name = 'There is one of that name: change that one';
    if (value === '') problems.value = 'Give its value';
  }
  if (value !== '' && value.length < shortest)
    problems.value = `It needs ${shortest} characters at least, so that it can be taken out of what runs print`;
  const bindings = bindingsSchema.safeParse({ actions: [...actions], hosts: [...hosts], workflows: [...workflows] });
  for (const { path, message } of bindings.error?.issues ?? []) {
    const [field, index] = path;
    if (field !== 'actions' && field !== 'hosts' && field !== 'workflows') continue;
    problems[field] = `${draft[field][Number(index)] ?? 'It'} is not right: it ${message}`;
  }
  if (actions.length + hosts.length === 0) problems.hosts = 'Name a host or an action that gets it';
  return problems;
}
