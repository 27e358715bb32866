import { useState } from 'react';
import { isJsonObject } from '../../../../shared/lib/json.ts';
import type { FieldBodyProps } from './field-props.ts';
import classes from './fields.module.css';
import { useFieldForm } from './form-context.ts';
import { AddButton } from './list-field.tsx';

export function ObjectField({ field, path, value, sees, Nested }: FieldBodyProps) {
  const form = useFieldForm();
  const [isOpen, setIsOpen] = useState(field.required);
  const given = isJsonObject(value) ? value : {};
  if (value === undefined && !isOpen && !form.isReadOnly)
    return <AddButton label={`Set ${field.label.toLowerCase()}`} onClick={() => setIsOpen(true)} />;
  return (
    <fieldset className={classes.nested} aria-label={field.label}>
      {(field.fields ?? []).map((one) => (
        <Nested key={one.name} field={one} path={[...path, one.name]} value={given[one.name]} sees={sees} />
      ))}
    </fieldset>
  );
}
