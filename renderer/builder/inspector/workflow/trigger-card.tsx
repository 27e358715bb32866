import { ActionIcon, Button, Collapse, Switch } from '@mantine/core';
import { Fragment } from 'react';
import { isJsonObject } from '../../../../shared/lib/json.ts';
import type { TriggerDocument } from '../../../../shared/workflow/schema.ts';
import { summaryOfTrigger } from '../../../canvas/describe-step.ts';
import { StepIcon } from '../../../canvas/step-icon.tsx';
import { ClearIcon } from '../../../ui/icons.tsx';
import { useAsWritten } from '../../document/use-as-written.ts';
import { Field } from '../fields/field.tsx';
import { fieldOf } from '../fields/field-model.ts';
import fieldClasses from '../fields/fields.module.css';
import { useFieldForm } from '../fields/form-context.ts';
import classes from '../inspector.module.css';
import { MatchingFiles } from './matching-files.tsx';
import { NextTimes } from './next-times.tsx';
import { PastFirings } from './past-firings.tsx';
import type { KnownTrigger } from './trigger-fields.ts';

interface TriggerCardProps {
  readonly trigger: TriggerDocument;
  readonly index: number;
  readonly known: KnownTrigger | undefined;
  readonly isOpen: boolean;
  onToggle(): void;
  onRemove(): void;
}

/** One trigger: what it waits for in a line, and its form. */
export function TriggerCard({ trigger, index, known, isOpen, onToggle, onRemove }: TriggerCardProps) {
  const form = useFieldForm();
  const base = ['triggers', index] as const;
  const written = useAsWritten(base, trigger);
  const values = isJsonObject(written) ? written : {};
  const config = isJsonObject(values['config']) ? values['config'] : {};
  const problems = form.problemsAt([...base, 'config'], false);
  const name = known?.title ?? trigger.type;
  return (
    <div className={classes.card} data-trigger={trigger.type}>
      <div className={classes.cardHead}>
        <StepIcon family={trigger.type} size={20} />
        <Button
          variant="transparent"
          color="gray"
          size="compact-sm"
          px={0}
          className={classes.cardTitle}
          justify="flex-start"
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          {name}
        </Button>
        <Switch
          size="xs"
          aria-label={`${name} is on`}
          checked={trigger.enabled !== false}
          disabled={form.isReadOnly}
          onChange={(event) => form.change([...base, 'enabled'], event.currentTarget.checked ? undefined : false)}
        />
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          aria-label={`Remove the trigger ${name}`}
          disabled={form.isReadOnly}
          onClick={onRemove}
        >
          <ClearIcon />
        </ActionIcon>
      </div>
      {!isOpen && <div className={classes.muted}>{summaryOfTrigger(trigger)}</div>}
      {trigger.type === 'schedule' && <NextTimes config={config} />}
      <Collapse expanded={isOpen} keepMounted={false}>
        <div className={classes.form}>
          {problems.map((problem) => (
            <div key={problem} className={fieldClasses.problem} role="alert">
              {problem}
            </div>
          ))}
          {known === undefined && <Field field={asItIs} path={[...base, 'config']} value={values['config']} sees="start" />}
          {known?.fields.map((field) => (
            <Fragment key={field.name}>
              <Field field={field} path={[...base, 'config', field.name]} value={config[field.name]} sees="start" />
              {trigger.type === 'file_change' && field.name === 'path' && <MatchingFiles config={config} />}
            </Fragment>
          ))}
          {known !== undefined && trigger.type !== 'manual' && <PastFirings trigger={trigger} name={name} />}
          <Field field={withField} path={[...base, 'with']} value={values['with']} sees="start" />
          <Field field={idField} path={[...base, 'id']} value={values['id'] ?? trigger.id} sees="start" />
        </div>
      </Collapse>
    </div>
  );
}

const asItIs = { ...fieldOf('config', {}), label: 'Configuration' };
const withField = {
  ...fieldOf('with', {
    type: 'object',
    additionalProperties: {},
    description: 'Sets variables from what happened, such as {{ trigger.filePath }}',
  }),
  label: 'Sets variables',
};
const idField = fieldOf('id', { type: 'string', description: 'How the journal calls it' });
