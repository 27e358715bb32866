import { SegmentedControl, Select } from '@mantine/core';
import type { FieldBodyProps } from './field-props.ts';
import { useFieldForm } from './form-context.ts';

const fewest = 3;
const mostLetters = 22;

/** One of a few: as buttons beside each other where they fit, else as a list. The default is marked, and choosing it leaves the value out. */
export function ChoiceField({ id, field, path, value, isWrong, describedBy }: FieldBodyProps) {
  const form = useFieldForm();
  const choices = field.kind === 'boolean' ? [true, false] : (field.choices ?? []);
  const shown = value ?? field.preset;
  const current = shown === undefined ? null : String(shown);
  const labels = choices.map((choice) => ({ value: String(choice), label: titleOf(choice) }));

  function choose(text: string | null): void {
    const choice = choices.find((one) => String(one) === text);
    form.change(path, choice === undefined || (choice === field.preset && !field.required) ? undefined : choice);
  }

  if (labels.length <= fewest && labels.reduce((sum, { label }) => sum + label.length, 0) <= mostLetters && current !== null) {
    return (
      <SegmentedControl
        id={id}
        aria-label={field.label}
        aria-describedby={describedBy}
        size="xs"
        data={labels}
        value={current}
        disabled={form.isReadOnly}
        onChange={choose}
        data-preset={value === undefined || undefined}
      />
    );
  }
  return (
    <Select
      id={id}
      aria-label={field.label}
      aria-describedby={describedBy}
      size="xs"
      data={labels}
      value={current}
      placeholder={field.preset === undefined ? 'Not set' : String(field.preset)}
      clearable={!field.required && field.preset === undefined}
      allowDeselect={false}
      searchable={labels.length > 8}
      disabled={form.isReadOnly}
      error={isWrong}
      onChange={choose}
    />
  );
}

function titleOf(choice: string | number | boolean): string {
  if (typeof choice === 'boolean') return choice ? 'Yes' : 'No';
  return String(choice);
}
