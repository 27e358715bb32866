import { ActionIcon, Button } from '@mantine/core';
import { ClearIcon, PlusIcon } from '../../../ui/icons.tsx';
import { fieldOf } from './field-model.ts';
import type { FieldBodyProps } from './field-props.ts';
import { emptyValue } from './field-value.ts';
import classes from './fields.module.css';
import { useFieldForm } from './form-context.ts';

const anyEntry = fieldOf('', {}, true);

/** A list, entry by entry. */
export function ListField({ field, path, value, sees, Nested }: FieldBodyProps) {
  const form = useFieldForm();
  const entries = Array.isArray(value) ? value : [];
  const entry = field.entry ?? anyEntry;
  return (
    <fieldset className={classes.nested} aria-label={field.label}>
      {entries.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is where it stands.
        <div key={index} className={classes.entry}>
          <div className={classes.entryBody}>
            <Nested
              field={{ ...entry, label: `${field.label}, entry ${index + 1}` }}
              path={[...path, index]}
              value={one}
              sees={sees}
              isBare
            />
          </div>
          <ActionIcon
            size="sm"
            mt={4}
            variant="subtle"
            color="gray"
            aria-label={`Remove entry ${index + 1}`}
            disabled={form.isReadOnly}
            onClick={() => form.change(path, without(entries, index))}
          >
            <ClearIcon />
          </ActionIcon>
        </div>
      ))}
      <AddButton label={`Add to ${field.label}`} onClick={() => form.change(path, [...entries, emptyValue(entry)])} />
    </fieldset>
  );
}

/** One text or a list of them: the list is written once there are two. */
export function TextsField(props: FieldBodyProps) {
  const { field, path, value, sees, Nested } = props;
  const form = useFieldForm();
  if (Array.isArray(value)) return <ListField {...props} />;
  const entry = { ...(field.entry ?? anyEntry), name: field.name, looks: field.looks, label: field.label, required: field.required };
  return (
    <>
      <Nested field={entry} path={path} value={value} sees={sees} isBare />
      {value !== undefined && <AddButton label="Add another" onClick={() => form.change(path, [value, ''])} />}
    </>
  );
}

function without(entries: readonly unknown[], index: number): unknown {
  const left = entries.filter((_, at) => at !== index);
  return left.length === 0 ? undefined : left;
}

export function AddButton({ label, onClick }: { readonly label: string; onClick(): void }) {
  const { isReadOnly } = useFieldForm();
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={<PlusIcon />}
      disabled={isReadOnly}
      onClick={onClick}
      style={{ alignSelf: 'flex-start' }}
    >
      {label}
    </Button>
  );
}
