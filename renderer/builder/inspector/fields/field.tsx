import { type ReactNode, useId, useState } from 'react';
import { AnyField } from './any-field.tsx';
import { ChoiceField } from './choice-field.tsx';
import { ChoicesField } from './choices-field.tsx';
import type { FieldModel } from './field-model.ts';
import { FieldModes } from './field-modes.tsx';
import type { FieldBodyProps, FieldProps } from './field-props.ts';
import { emptied, type FieldMode, modeOf, takesText } from './field-value.ts';
import classes from './fields.module.css';
import { useFieldForm } from './form-context.ts';
import { ListField, TextsField } from './list-field.tsx';
import { MapField } from './map-field.tsx';
import { NumberField } from './number-field.tsx';
import { ObjectField } from './object-field.tsx';
import { PlaceholderInput } from './placeholder-input.tsx';
import { RawField } from './raw-field.tsx';
import { TextField } from './text-field.tsx';
import { UnionField } from './union-field.tsx';

/** One value of the form, by its kind: label, help, the form itself, what it gives and what is wrong with it. */
export function Field({ field, path, value, sees, isBare = false }: FieldProps) {
  const id = useId();
  const form = useFieldForm();
  const [chosen, setChosen] = useState<FieldMode>();
  const natural = modeOf(field, value);
  const mode = chosen !== undefined && canShow(field, chosen, value) ? chosen : natural;
  const isOuter = mode === 'form' && ['list', 'map', 'object', 'union', 'texts'].includes(field.kind);
  const problems = mode === 'form' && isTold(field, value) ? [] : form.problemsAt(path, !isOuter);
  const helpId = `${id}-help`;
  const common = { id, field, path, value, isWrong: problems.length > 0, describedBy: helpId, sees, Nested: Field };
  const modes = (
    <FieldModes
      field={field}
      mode={mode}
      isSet={value !== undefined}
      onMode={(next) => {
        setChosen(next);
        if (next === 'form' && natural !== 'form') form.change(path, undefined);
      }}
      onClear={() => {
        setChosen(undefined);
        form.change(path, undefined);
      }}
    />
  );
  return (
    <div className={classes.field} data-field={field.name}>
      {!isBare && (
        <div className={classes.head}>
          <label htmlFor={id} className={classes.label} title={field.name}>
            {field.label}
            {field.required && (
              <span className={classes.needed} aria-hidden>
                {' *'}
              </span>
            )}
          </label>
          <div className={classes.tools} data-quiet={mode === 'form' || field.kind === 'any' || undefined}>
            {modes}
          </div>
        </div>
      )}
      <Body {...common} mode={mode} />
      <Notes
        id={helpId}
        problems={problems}
        isMissing={field.required && (value === undefined || value === '')}
        help={isBare ? undefined : field.help}
      />
    </div>
  );
}

const bodies: Readonly<Record<FieldModel['kind'], (props: FieldBodyProps) => ReactNode>> = {
  text: TextField,
  expression: TextField,
  measure: TextField,
  'bare-measure': TextField,
  number: NumberField,
  boolean: ChoiceField,
  choice: ChoiceField,
  choices: ChoicesField,
  texts: TextsField,
  list: ListField,
  map: MapField,
  object: ObjectField,
  union: UnionField,
  any: AnyField,
};

function Body({ mode, ...props }: FieldBodyProps & { readonly mode: FieldMode }) {
  const form = useFieldForm();
  const { field, path, value } = props;
  if (field.kind === 'any') return <AnyField {...props} />;
  if (mode === 'raw') return <RawField {...props} />;
  if (mode === 'placeholder') {
    return (
      <PlaceholderInput
        id={props.id}
        label={field.label}
        value={typeof value === 'string' ? value : ''}
        isWrong={props.isWrong}
        describedBy={props.describedBy}
        sees={props.sees}
        placeholder="{{ … }}"
        isCode
        onChange={(text) => form.change(path, text === '' ? emptied(field) : text)}
      />
    );
  }
  const Form = bodies[field.kind];
  return <Form {...props} />;
}

interface NotesProps {
  readonly id: string;
  readonly problems: readonly string[];
  /** Nothing is filled in: which types it may have says nothing then. */
  readonly isMissing: boolean;
  readonly help: string | undefined;
}

function Notes({ id, problems, isMissing, help }: NotesProps) {
  return (
    <div id={id}>
      {problems.map((problem) => (
        <div key={problem} className={classes.problem} role="alert">
          {isMissing ? 'This is needed.' : problem}
        </div>
      ))}
      {help !== undefined && <div className={classes.help}>{help}</div>}
    </div>
  );
}

/** Whether a field of the same value stands inside and tells its problems. */
function isTold({ kind }: FieldModel, value: unknown): boolean {
  return kind === 'union' || (kind === 'texts' && !Array.isArray(value));
}

/** A mode that was chosen holds as long as it can show the value. */
function canShow(field: FieldModel, mode: FieldMode, value: unknown): boolean {
  if (mode === 'raw') return true;
  if (mode === 'placeholder') return !takesText(field) && (value === undefined || typeof value === 'string');
  return modeOf(field, value) === 'form';
}
