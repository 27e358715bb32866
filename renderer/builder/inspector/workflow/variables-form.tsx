import { ActionIcon, Button, Collapse } from '@mantine/core';
import { useState } from 'react';
import { isJsonObject } from '../../../../shared/lib/json.ts';
import { type VariableDocument, variableSchema } from '../../../../shared/workflow/schema.ts';
import { InputField } from '../../../run-form/input-field.tsx';
import { type FieldValue, initialValue, readField } from '../../../run-form/input-value.ts';
import { ClearIcon, DownIcon, UpIcon } from '../../../ui/icons.tsx';
import { useAsWritten } from '../../document/use-as-written.ts';
import { useBuilder } from '../../document/use-builder.ts';
import { Field } from '../fields/field.tsx';
import type { FieldModel } from '../fields/field-model.ts';
import { useFieldForm } from '../fields/form-context.ts';
import { AddButton } from '../fields/list-field.tsx';
import classes from '../inspector.module.css';
import { fieldInSchema } from '../kinds/kind-fields.ts';

const changes: Readonly<Record<string, Partial<FieldModel>>> = {
  name: { help: 'Steps read it as vars.<name>' },
  default: { kind: 'any', help: 'What it is when nobody gives a value' },
  required: { help: 'A run does not start without it', preset: false },
  enum: { label: 'Choices', help: 'The only values it can have' },
  description: { help: 'What the person who starts a run reads', looks: {} },
};
const fields = Object.keys(variableSchema.shape).map((key) => ({ ...fieldInSchema(variableSchema.shape, key), ...changes[key] }));

/** What a run is asked for before it starts. */
export function VariablesForm() {
  const form = useFieldForm();
  const read = useBuilder((state) => state.document?.variables) ?? none;
  const written = useAsWritten(path, read);
  const variables = Array.isArray(written) ? written.filter(isJsonObject) : [];
  const [open, setOpen] = useState<number>();

  function move(index: number, by: number): void {
    const next = [...variables];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + by, 0, moved);
    form.change(['variables'], next);
  }

  function add(): void {
    let number = variables.length + 1;
    while (variables.some(({ name }) => name === `input_${number}`)) number++;
    form.change(['variables'], [...variables, { name: `input_${number}` }]);
    setOpen(variables.length);
  }

  return (
    <div className={classes.form}>
      <div className={classes.section}>Variables</div>
      {variables.length === 0 && <div className={classes.muted}>A run of this workflow asks for nothing.</div>}
      {variables.map((variable, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a variable is where it stands; its name is being typed.
        <div key={index} className={classes.card}>
          <div className={classes.cardHead}>
            <Button
              variant="transparent"
              color="gray"
              size="compact-sm"
              px={0}
              className={classes.cardTitle}
              justify="flex-start"
              aria-expanded={open === index}
              onClick={() => setOpen(open === index ? undefined : index)}
            >
              {nameOf(variable['name'])}
            </Button>
            <span className={classes.muted}>
              {nameOf(variable['type'] ?? 'string')}
              {variable['required'] === true ? ', needed' : ''}
            </span>
            <Tool label={`Move ${nameOf(variable['name'])} up`} isOff={index === 0} onClick={() => move(index, -1)} icon={<UpIcon />} />
            <Tool
              label={`Move ${nameOf(variable['name'])} down`}
              isOff={index === variables.length - 1}
              onClick={() => move(index, 1)}
              icon={<DownIcon />}
            />
            <Tool
              label={`Remove ${nameOf(variable['name'])}`}
              isOff={false}
              onClick={() => {
                const left = variables.filter((_, at) => at !== index);
                form.change(['variables'], left.length === 0 ? undefined : left);
              }}
              icon={<ClearIcon />}
            />
          </div>
          <Collapse expanded={open === index} keepMounted={false}>
            <div className={classes.form}>
              {fields.map((field) => (
                <Field key={field.name} field={field} path={['variables', index, field.name]} value={variable[field.name]} sees="start" />
              ))}
            </div>
          </Collapse>
        </div>
      ))}
      <AddButton label="Add a variable" onClick={add} />
      {read.length > 0 && <RunFormPreview variables={read} />}
    </div>
  );
}

const path = ['variables'];

function nameOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'no name';
}

const none: readonly VariableDocument[] = [];

interface ToolProps {
  readonly label: string;
  readonly isOff: boolean;
  readonly icon: React.ReactNode;
  onClick(): void;
}

function Tool({ label, isOff, icon, onClick }: ToolProps) {
  const { isReadOnly } = useFieldForm();
  return (
    <ActionIcon size="xs" variant="subtle" color="gray" aria-label={label} disabled={isReadOnly || isOff} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}

/** The form that a person sees before a run; it can be tried, and starts nothing. */
function RunFormPreview({ variables }: { readonly variables: readonly VariableDocument[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const [values, setValues] = useState<Readonly<Record<string, FieldValue>>>({});
  return (
    <div>
      <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Hide the run form' : 'See the run form'}
      </Button>
      <Collapse expanded={isOpen} keepMounted={false}>
        <div className={classes.card}>
          {variables.map((variable) => {
            const value = values[variable.name] ?? initialValue(variable, undefined);
            const read = readField(variable, value);
            return (
              <InputField
                key={`${nameOf(variable['name'])} ${variable.type}`}
                variable={variable}
                value={value}
                problem={read.ok || values[variable.name] === undefined ? undefined : read.message}
                onChange={(next) => setValues({ ...values, [variable.name]: next })}
              />
            );
          })}
        </div>
      </Collapse>
    </div>
  );
}
