import { NumberInput } from '@mantine/core';
import type { FieldBodyProps } from './field-props.ts';
import { useFieldForm } from './form-context.ts';

export function NumberField({ id, field, path, value, isWrong, describedBy }: FieldBodyProps) {
  const form = useFieldForm();
  return (
    <NumberInput
      id={id}
      aria-label={field.label}
      aria-describedby={describedBy}
      size="xs"
      value={typeof value === 'number' ? value : ''}
      placeholder={field.preset === undefined ? undefined : String(field.preset)}
      allowDecimal={field.isInteger !== true}
      {...(field.min === undefined ? {} : { min: field.min })}
      {...(field.max === undefined ? {} : { max: field.max })}
      clampBehavior="none"
      disabled={form.isReadOnly}
      error={isWrong}
      onChange={(next) => form.change(path, typeof next === 'number' ? next : undefined)}
    />
  );
}
