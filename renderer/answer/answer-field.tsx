import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { InboxItem } from '../../shared/contract/inbox.ts';
import type { Json } from '../../shared/lib/json.ts';

interface AnswerFieldProps {
  readonly field: InboxItem['fields'][number];
  readonly value: Json | undefined;
  readonly problem: string | undefined;
  onChange(value: Json | undefined): void;
}

/** One field of the form that goes with an answer. */
export function AnswerField({ field, value, problem, onChange }: AnswerFieldProps) {
  const { label, type, choices, required } = field;
  const common = { label, error: problem, withAsterisk: required, size: 'xs' };
  if (type === 'boolean') {
    return <Switch label={label} size="xs" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  }
  if (type === 'number') {
    return (
      <NumberInput
        {...common}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      />
    );
  }
  const text = typeof value === 'string' ? value : '';
  if (type === 'choice') {
    return (
      <Select
        {...common}
        data={[...(choices ?? [])]}
        value={text === '' ? null : text}
        clearable={!required}
        onChange={(next) => onChange(next ?? undefined)}
      />
    );
  }
  const typed = { ...common, value: text, onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value) };
  return type === 'text' ? <Textarea {...typed} autosize minRows={2} maxRows={8} /> : <TextInput {...typed} />;
}
