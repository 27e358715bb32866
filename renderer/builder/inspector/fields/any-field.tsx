import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { readValueText, writeValueText } from '../../../../shared/workflow/value-text.ts';
import { FunctionIcon } from '../../../ui/icons.tsx';
import type { FieldBodyProps } from './field-props.ts';
import { emptied } from './field-value.ts';
import classes from './fields.module.css';
import { useFieldForm } from './form-context.ts';
import { PlaceholderInput } from './placeholder-input.tsx';
import { RawField } from './raw-field.tsx';

/** A value of any shape: a text with placeholders, or YAML for everything else. */
export function AnyField(props: FieldBodyProps) {
  const { id, field, path, value, isWrong, describedBy, sees } = props;
  const form = useFieldForm();
  const [asYaml, setAsYaml] = useState(false);
  const isText = (value === undefined || typeof value === 'string') && !asYaml;

  function turn(): void {
    if (isText && typeof value === 'string') {
      const read = readValueText(value);
      // What reads as something else than text was meant as that.
      if (read.ok && !value.includes('{{') && typeof read.value !== 'string') form.change(path, read.value);
    } else if (!isText && value !== undefined && typeof value !== 'string') form.change(path, writeValueText(value));
    setAsYaml(isText);
  }

  return (
    <div className={classes.entry}>
      <div className={classes.entryBody}>
        {isText ? (
          <PlaceholderInput
            id={id}
            label={field.label === '' ? 'Value' : field.label}
            value={typeof value === 'string' ? value : ''}
            isMultiline={field.looks.lines === 'many'}
            isCode={field.looks.isCode === true}
            isWrong={isWrong}
            describedBy={describedBy}
            sees={sees}
            placeholder={field.preset === undefined ? 'Text, or {{ a value }}' : writeValueText(field.preset)}
            onChange={(text) => form.change(path, text === '' ? emptied(field) : text)}
          />
        ) : (
          <RawField {...props} />
        )}
      </div>
      <Tooltip label={isText ? 'Write a number, list or map (YAML)' : 'Write text'}>
        <ActionIcon
          size="sm"
          mt={4}
          variant={isText ? 'subtle' : 'light'}
          {...(isText ? { color: 'gray' } : {})}
          aria-label={isText ? 'Write YAML' : 'Write text'}
          aria-pressed={!isText}
          disabled={form.isReadOnly}
          onClick={turn}
        >
          <FunctionIcon />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
