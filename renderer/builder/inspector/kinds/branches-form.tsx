import { ActionIcon, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isJsonObject } from '../../../../shared/lib/json.ts';
import { STEP_ID } from '../../../../shared/workflow/schema.ts';
import { ClearIcon } from '../../../ui/icons.tsx';
import { useBuilder } from '../../document/use-builder.ts';
import { useFieldForm } from '../fields/form-context.ts';
import { AddButton } from '../fields/list-field.tsx';
import classes from '../inspector.module.css';
import { useApply } from '../use-apply.ts';
import type { ChosenStep } from '../use-chosen-step.ts';

/** The branches of a parallel step: their names, and how many steps stand in each. */
export function BranchesForm({ chosen: { id, values } }: { readonly chosen: ChosenStep }) {
  const form = useFieldForm();
  const apply = useApply();
  const select = useBuilder((state) => state.select);
  const branches = isJsonObject(values['parallel']) ? Object.entries(values['parallel']) : [];
  const names = branches.map(([name]) => name);

  function put(next: readonly (readonly [string, unknown])[]): void {
    form.change(['parallel'], Object.fromEntries(next));
  }

  function add(): void {
    let number = branches.length + 1;
    while (names.includes(`branch_${number}`)) number++;
    put([...branches, [`branch_${number}`, []]]);
  }

  return (
    <div className={classes.form}>
      <div className={classes.section}>Branches</div>
      {branches.map(([name, steps]) => (
        <div key={name} className={classes.line}>
          <BranchName
            name={name}
            taken={names}
            isReadOnly={form.isReadOnly}
            onRename={(to) => apply([{ type: 'rename-branch', step: id, from: name, to }], 'Rename the branch')}
          />
          <Text
            span
            size="xs"
            c="dimmed"
            style={{ cursor: 'default' }}
            onClick={() => Array.isArray(steps) && select(steps.flatMap((step) => (isJsonObject(step) ? [String(step['id'] ?? '')] : [])))}
          >
            {Array.isArray(steps) && steps.length === 1 ? '1 step' : `${Array.isArray(steps) ? steps.length : 0} steps`}
          </Text>
          <ActionIcon
            ml="auto"
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Remove the branch ${name} with its steps`}
            disabled={form.isReadOnly || branches.length === 1}
            onClick={() => put(branches.filter(([one]) => one !== name))}
          >
            <ClearIcon />
          </ActionIcon>
        </div>
      ))}
      <AddButton label="Add a branch" onClick={add} />
    </div>
  );
}

interface BranchNameProps {
  readonly name: string;
  readonly taken: readonly string[];
  readonly isReadOnly: boolean;
  onRename(name: string): void;
}

function BranchName({ name, taken, isReadOnly, onRename }: BranchNameProps) {
  const [typed, setTyped] = useState<string>();
  const wanted = typed ?? name;
  const problem =
    wanted === name
      ? undefined
      : taken.includes(wanted)
        ? 'is there already'
        : STEP_ID.test(wanted)
          ? undefined
          : 'letters, digits, _ and -';
  function take(): void {
    if (typed !== undefined && typed !== name && problem === undefined) onRename(typed);
    setTyped(undefined);
  }
  return (
    <TextInput
      size="xs"
      aria-label={`Name of the branch ${name}`}
      value={wanted}
      error={problem}
      disabled={isReadOnly}
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
