import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { FieldBodyProps } from './field-props.ts';
import { emptyValue, optionFor, titleOfOption } from './field-value.ts';
import { useFieldForm } from './form-context.ts';

/** A value of one of several shapes: which one, and its form. */
export function UnionField({ field, path, value, sees, Nested }: FieldBodyProps) {
  const form = useFieldForm();
  const options = field.options ?? [];
  const [chosen, setChosen] = useState<number>();
  const index = value === undefined ? (chosen ?? 0) : optionFor(field, value);
  const option = options[index];
  if (option === undefined) return null;
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={`Shape of ${field.label}`}
        data={options.map((one, at) => ({ value: String(at), label: titleOfOption(one) }))}
        value={String(index)}
        disabled={form.isReadOnly}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          const wanted = options[next];
          setChosen(next);
          if (wanted !== undefined) form.change(path, wanted.kind === 'text' ? undefined : emptyValue(wanted));
        }}
      />
      <Nested field={{ ...option, label: field.label, looks: field.looks }} path={path} value={value} sees={sees} isBare />
    </>
  );
}
