import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { readValueText, writeValueText } from '../../../../shared/workflow/value-text.ts';
import type { FieldBodyProps } from './field-props.ts';
import classes from './fields.module.css';
import { useFieldForm } from './form-context.ts';

/** A value as it is written: nothing is lost that no form can show. What cannot be read is kept here, and not taken over. */
export function RawField({ id, field, path, value, isWrong, describedBy }: FieldBodyProps) {
  const form = useFieldForm();
  const [typed, setTyped] = useState<{ readonly text: string; readonly gave: string }>();
  const written = writeValueText(value);
  const [broken, setBroken] = useState<string>();
  // What was typed stands for as long as nobody else changes the value.
  const text = typed !== undefined && typed.gave === written ? typed.text : written;
  return (
    <>
      <Textarea
        id={id}
        aria-label={`${field.label}, as YAML`}
        aria-describedby={describedBy}
        size="xs"
        classNames={{ input: classes.code }}
        autosize
        minRows={2}
        maxRows={16}
        spellCheck={false}
        value={text}
        disabled={form.isReadOnly}
        error={isWrong || broken !== undefined}
        withErrorStyles
        onChange={(event) => {
          const next = event.currentTarget.value;
          const read = readValueText(next);
          setBroken(read.ok ? undefined : read.message);
          setTyped({ text: next, gave: read.ok ? writeValueText(read.value) : written });
          if (read.ok) form.change(path, read.value);
        }}
      />
      {broken !== undefined && (
        <div className={classes.problem} role="alert">
          Not taken over: {broken}
        </div>
      )}
    </>
  );
}
