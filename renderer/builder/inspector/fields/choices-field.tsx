import { Chip, Group } from '@mantine/core';
import type { FieldBodyProps } from './field-props.ts';
import { useFieldForm } from './form-context.ts';

/** Some of a few, in the order of the schema. None is the default. */
export function ChoicesField({ field, path, value, describedBy }: FieldBodyProps) {
  const form = useFieldForm();
  const choices = field.entry?.choices ?? [];
  const shown = Array.isArray(value) ? value : Array.isArray(field.preset) ? field.preset : [];
  return (
    <Group gap={6} role="group" aria-label={field.label} aria-describedby={describedBy}>
      {choices.map((choice) => (
        <Chip
          key={String(choice)}
          size="xs"
          checked={shown.includes(choice)}
          disabled={form.isReadOnly}
          onChange={(isOn) => {
            const next = choices.filter((one) => (one === choice ? isOn : shown.includes(one)));
            form.change(path, next.length === 0 ? undefined : next);
          }}
        >
          {String(choice)}
        </Chip>
      ))}
    </Group>
  );
}
