import { ActionIcon, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isJsonObject } from '../../../../shared/lib/json.ts';
import { ClearIcon } from '../../../ui/icons.tsx';
import { fieldOf } from './field-model.ts';
import type { FieldBodyProps } from './field-props.ts';
import { emptyValue } from './field-value.ts';
import classes from './fields.module.css';
import { useFieldForm } from './form-context.ts';
import { AddButton } from './list-field.tsx';

const anyEntry = fieldOf('', {}, true);

/** Names with values. A new name is written into the document once it is there. */
export function MapField({ field, path, value, sees, Nested }: FieldBodyProps) {
  const form = useFieldForm();
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const entry = field.entry ?? anyEntry;
  const [isAdding, setIsAdding] = useState(entries.length === 0 && field.required);
  const names = entries.map(([name]) => name);

  function rename(from: string, to: string): void {
    form.change(path, Object.fromEntries(entries.map(([name, one]) => [name === from ? to : name, one])));
  }

  return (
    <fieldset className={classes.nested} aria-label={field.label}>
      {entries.map(([name, one]) => (
        <div key={name} className={classes.entry}>
          <EntryName name={name} taken={names} isReadOnly={form.isReadOnly} onRename={(to) => rename(name, to)} />
          <div className={classes.entryBody}>
            <Nested field={{ ...entry, label: name }} path={[...path, name]} value={one} sees={sees} isBare />
          </div>
          <ActionIcon
            size="sm"
            mt={4}
            variant="subtle"
            color="gray"
            aria-label={`Remove ${name}`}
            disabled={form.isReadOnly}
            onClick={() => form.change(entries.length === 1 ? path : [...path, name], undefined)}
          >
            <ClearIcon />
          </ActionIcon>
        </div>
      ))}
      {isAdding && (
        <div className={classes.entry}>
          <EntryName
            name=""
            taken={names}
            isReadOnly={form.isReadOnly}
            onRename={(name) => {
              form.change([...path, name], emptyValue(entry));
              setIsAdding(false);
            }}
          />
        </div>
      )}
      {!isAdding && <AddButton label={`Add to ${field.label}`} onClick={() => setIsAdding(true)} />}
    </fieldset>
  );
}

interface EntryNameProps {
  readonly name: string;
  readonly taken: readonly string[];
  readonly isReadOnly: boolean;
  onRename(name: string): void;
}

function EntryName({ name, taken, isReadOnly, onRename }: EntryNameProps) {
  const [typed, setTyped] = useState<string>();
  const wanted = typed ?? name;
  const isTaken = wanted !== name && taken.includes(wanted);
  function take(): void {
    if (typed !== undefined && typed !== '' && typed !== name && !isTaken) onRename(typed);
    setTyped(undefined);
  }
  return (
    <TextInput
      className={classes.entryName}
      classNames={{ input: classes.code }}
      size="xs"
      aria-label={name === '' ? 'New name' : `Name ${name}`}
      placeholder="name"
      value={wanted}
      error={isTaken ? 'is there already' : undefined}
      disabled={isReadOnly}
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
