import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useBuilder, useBuilderStore } from '../document/use-builder.ts';
import classes from './builder-header.module.css';

/** The workflow's name, changed where it stands: on Enter or on leaving the field. */
export function NameField() {
  const store = useBuilderStore();
  const name = useBuilder(({ document }) => document?.name ?? 'Workflow');
  const isBehind = useBuilder((state) => state.isBehind);
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);

  function commit(): void {
    const wanted = text.trim();
    if (wanted === '' || wanted === name) return setText(name);
    const result = store.getState().apply([{ type: 'set-in-workflow', path: ['name'], value: wanted }], 'Rename the workflow');
    if (result.ok) return;
    setText(name);
    notifications.show({ color: 'red', message: `The name could not be changed: ${result.problems[0]?.message ?? 'mend the text first'}` });
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Escape') setText(name);
    if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
  }

  return (
    <TextInput
      className={classes.name}
      aria-label="Name of the workflow"
      value={text}
      maxLength={200}
      disabled={isBehind}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
