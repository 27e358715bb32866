import { PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { VariableDocument } from '../../shared/workflow/schema.ts';
import type { FieldValue } from './input-value.ts';

interface InputFieldProps {
  readonly variable: VariableDocument;
  readonly value: FieldValue;
  readonly problem: string | undefined;
  onChange(value: FieldValue): void;
}

/** The field for one variable, by its type. */
export function InputField({ variable, value, problem, onChange }: InputFieldProps) {
  const { name, description, required = false, type } = variable;
  const common = { label: name, description, error: problem, required, withAsterisk: required };
  if (typeof value === 'boolean') {
    return <Switch label={name} description={description} checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />;
  }
  const text = { ...common, value, onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value) };
  if (variable.enum !== undefined) {
    return (
      <Select
        {...common}
        data={variable.enum.map(String)}
        value={value === '' ? null : value}
        clearable={!required}
        onChange={(choice) => onChange(choice ?? '')}
      />
    );
  }
  if (type === 'secret') return <PasswordInput {...text} autoComplete="off" />;
  if (type === 'array' || type === 'object')
    return <Textarea {...text} autosize minRows={2} maxRows={8} ff="monospace" spellCheck={false} />;
  return <TextInput {...text} inputMode={type === 'number' ? 'decimal' : 'text'} spellCheck={false} />;
}
