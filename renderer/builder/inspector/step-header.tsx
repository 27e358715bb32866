import { TextInput } from '@mantine/core';
import { familyOf } from '../../canvas/describe-step.ts';
import { StepIcon } from '../../canvas/step-icon.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { useFieldForm } from './fields/form-context.ts';
import { useLocalText } from './fields/use-local-text.ts';
import classes from './inspector.module.css';
import { useActions } from './use-actions.ts';
import type { ChosenStep } from './use-chosen-step.ts';

const kindTitles: Readonly<Record<string, string>> = {
  if: 'Condition',
  switch: 'Switch',
  forEach: 'Loop over a list',
  while: 'Loop while',
  times: 'Loop so many times',
  parallel: 'Parallel branches',
  agent: 'Agent',
  approve: 'Approval',
  waitFor: 'Wait for an event',
  delay: 'Wait',
  until: 'Wait until',
  workflow: 'Another workflow',
};

/** What the step is, and its name, which can be changed here. */
export function StepHeader({ chosen }: { readonly chosen: ChosenStep }) {
  const { id, values, kind, place } = chosen;
  const form = useFieldForm();
  const isUnread = useBuilder((state) => state.unread.has(id));
  const actions = useActions();
  const action = typeof values['action'] === 'string' ? values['action'] : undefined;
  const title = action === undefined ? (kindTitles[kind ?? ''] ?? 'Step') : (actions.data?.get(action)?.title ?? action);
  const [name, setName] = useLocalText(typeof values['name'] === 'string' ? values['name'] : '', (text) =>
    form.change(['name'], text.trim() === '' ? undefined : text),
  );
  return (
    <header className={classes.header}>
      <StepIcon family={isUnread ? '' : familyOf(place.step)} size={26} />
      <div className={classes.heading}>
        <TextInput
          size="xs"
          variant="unstyled"
          fw={600}
          aria-label="Name of the step"
          placeholder={id}
          value={name}
          disabled={form.isReadOnly}
          onChange={(event) => setName(event.currentTarget.value)}
          styles={{ input: { height: 22, minHeight: 22, fontSize: 14, fontWeight: 600 } }}
        />
        <div className={classes.kind}>
          {title} · <span className={classes.mono}>{id}</span>
        </div>
      </div>
    </header>
  );
}
