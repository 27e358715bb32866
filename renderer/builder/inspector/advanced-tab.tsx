import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { STEP_ID, stepSchemas } from '../../../shared/workflow/schema.ts';
import { useBuilder } from '../document/use-builder.ts';
import { usePins } from '../testing/use-pins.ts';
import { useRenamePin } from '../testing/use-rename-pin.ts';
import { EscalateForm } from './escalate-form.tsx';
import { Field } from './fields/field.tsx';
import type { FieldModel } from './fields/field-model.ts';
import fieldClasses from './fields/fields.module.css';
import { useFieldForm } from './fields/form-context.ts';
import classes from './inspector.module.css';
import { fieldInSchema } from './kinds/kind-fields.ts';
import { NeedsForm } from './needs-form.tsx';
import { useApply } from './use-apply.ts';
import type { ChosenStep } from './use-chosen-step.ts';

/** The keys that every step can have and that this tab shows. */
export const advancedKeys = [
  'id',
  'needs',
  'join',
  'timeout',
  'retry',
  'optional',
  'onInterrupted',
  'escalate',
  'cache',
  'outputSchema',
  'environment',
  'workingDirectory',
  'notes',
] as const;

const helps: Readonly<Record<string, Partial<FieldModel>>> = {
  timeout: { help: 'The step fails when it takes longer: 30s, 5m, 2h' },
  retry: { label: 'Retry', help: 'What happens after a failure that may pass' },
  optional: { help: 'A failure does not fail the run', preset: false },
  onInterrupted: { label: 'When interrupted', help: 'After a crash in the middle of a step that cannot be repeated safely' },
  cache: { help: 'Take the result of an earlier run with the same key' },
  outputSchema: { label: 'Output schema', kind: 'any', help: 'A JSON Schema that the output must match' },
  workingDirectory: { label: 'Working directory', help: 'Relative to that of the workflow', looks: { path: 'folder' } },
  notes: { help: 'For whoever reads the workflow', looks: { lines: 'many' } },
};

/** What any step can have: its id, what it waits for, and what happens when it fails. */
export function AdvancedTab({ chosen }: { readonly chosen: ChosenStep }) {
  const { id, values } = chosen;
  const isUnread = useBuilder((state) => state.unread.has(id));
  return (
    <div className={classes.form}>
      <IdField id={id} />
      {!isUnread && <NeedsForm chosen={chosen} />}
      {advancedKeys
        .filter((key) => key !== 'id' && key !== 'needs')
        .filter((key) => values[key] !== undefined || isOfUse(key, values))
        .map((key) =>
          key === 'escalate' ? (
            <EscalateForm key={key} value={values[key]} />
          ) : (
            <Field key={key} field={{ ...fieldInSchema(stepSchemas.action.shape, key), ...helps[key] }} path={[key]} value={values[key]} />
          ),
        )}
    </div>
  );
}

/** What this step could not make use of is not offered. */
function isOfUse(key: string, { needs, agent, action }: Readonly<Record<string, unknown>>): boolean {
  if (key === 'join') return Array.isArray(needs) && needs.length > 1;
  if (key === 'escalate') return agent !== undefined || String(action).startsWith('ai.');
  return true;
}

/** A new id is taken when the field is left: every reference to the step follows. */
function IdField({ id }: { readonly id: string }) {
  const form = useFieldForm();
  const apply = useApply();
  const pins = usePins();
  const renamePin = useRenamePin();
  const [typed, setTyped] = useState<string>();
  const wanted = typed ?? id;
  const problem = STEP_ID.test(wanted)
    ? form.problemsAt(['id'], false)[0]
    : 'starts with a letter or _, and holds only letters, digits, _ and -';
  function take(): void {
    if (
      typed !== undefined &&
      typed !== id &&
      STEP_ID.test(typed) &&
      apply([{ type: 'rename-step', step: id, to: typed }], 'Rename the step')
    ) {
      if (pins.has(id)) renamePin(id, typed);
    }
    setTyped(undefined);
  }
  return (
    <div className={fieldClasses.field} data-field="id">
      <div className={fieldClasses.head}>
        <label htmlFor="step-id" className={fieldClasses.label}>
          Id
        </label>
      </div>
      <TextInput
        id="step-id"
        size="xs"
        classNames={{ input: fieldClasses.code }}
        value={wanted}
        error={problem}
        disabled={form.isReadOnly}
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setTyped(undefined);
        }}
      />
      <div className={fieldClasses.help}>How expressions call it; those that do are changed with it</div>
    </div>
  );
}
