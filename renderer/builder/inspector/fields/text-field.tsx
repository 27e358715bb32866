import type { FieldBodyProps } from './field-props.ts';
import { emptied, readMeasure } from './field-value.ts';
import { useFieldForm } from './form-context.ts';
import { PathField } from './path-field.tsx';
import { PlaceholderInput } from './placeholder-input.tsx';

/** A text, a number written as one, an expression. */
export function TextField({ id, field, path, value, isWrong, describedBy, sees }: FieldBodyProps) {
  const form = useFieldForm();
  const { kind, looks, preset } = field;
  const input = (
    <PlaceholderInput
      id={id}
      label={field.label}
      value={value === undefined ? '' : String(value)}
      isBare={kind === 'expression' || kind === 'bare-measure'}
      isMultiline={looks.lines === 'many'}
      isCode={looks.isCode === true || looks.path !== undefined}
      names={kind === 'expression' ? looks.names : undefined}
      placeholder={preset === undefined ? undefined : String(preset)}
      isWrong={isWrong}
      describedBy={describedBy}
      sees={sees}
      onChange={(text) => form.change(path, text === '' ? emptied(field) : kind.endsWith('measure') ? readMeasure(text) : text)}
    />
  );
  return looks.path === undefined ? (
    input
  ) : (
    <PathField kind={looks.path} label={field.label} onChoose={(chosen) => form.change(path, chosen)}>
      {input}
    </PathField>
  );
}
