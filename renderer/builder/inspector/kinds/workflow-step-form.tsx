import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../../../shared/lib/json.ts';
import { type VariableDocument, variableSchema } from '../../../../shared/workflow/schema.ts';
import { engine } from '../../../bridge/engine.ts';
import { Field } from '../fields/field.tsx';
import { type FieldModel, fieldOf } from '../fields/field-model.ts';
import fieldClasses from '../fields/fields.module.css';
import { useFieldForm } from '../fields/form-context.ts';
import { useLocalText } from '../fields/use-local-text.ts';
import classes from '../inspector.module.css';
import type { ChosenStep } from '../use-chosen-step.ts';

const variablesSchema = z.array(variableSchema).catch([]);

/** Which workflow is run, and a form made from its variables. */
export function WorkflowStepForm({ chosen: { values } }: { readonly chosen: ChosenStep }) {
  const form = useFieldForm();
  const name = typeof values['workflow'] === 'string' ? values['workflow'] : '';
  const [text, setText] = useLocalText(name, (next) => form.change(['workflow'], next));
  const list = useQuery({
    queryKey: ['workflows', 'names'],
    queryFn: async ({ signal }) => (await engine.workflows.list({ limit: 1000 }, { signal })).items.map((one) => one.name),
    staleTime: 10_000,
  });
  const called = useQuery({
    queryKey: ['workflow', name],
    queryFn: ({ signal }) => engine.workflows.get({ workflow: name }, { signal }),
    enabled: name !== '' && !name.includes('{{'),
    retry: false,
    staleTime: 10_000,
  });
  const given = isJsonObject(values['with']) ? values['with'] : {};
  const variables = called.data === undefined ? undefined : variablesSchema.parse(called.data.document['variables'] ?? []);
  const known = variables?.map(fieldOfVariable) ?? [];
  const strays = Object.keys(given).filter((one) => !known.some((field) => field.name === one));
  const problems = form.problemsAt(['workflow'], true);
  return (
    <>
      <div className={fieldClasses.field}>
        <div className={fieldClasses.head}>
          <label htmlFor="called-workflow" className={fieldClasses.label}>
            Workflow <span className={fieldClasses.needed}>*</span>
          </label>
        </div>
        <Autocomplete
          id="called-workflow"
          size="xs"
          data={[...new Set(list.data ?? [])]}
          value={text}
          limit={20}
          maxDropdownHeight={260}
          disabled={form.isReadOnly}
          error={problems[0]}
          onChange={setText}
        />
        <div className={fieldClasses.help}>
          {called.isError ? `There is no workflow ${name} here yet.` : 'A name or an id; its outputs are the output of this step'}
        </div>
      </div>
      {variables === undefined ? (
        <Field field={withAsItIs} path={['with']} value={values['with']} />
      ) : (
        <>
          {known.length === 0 && strays.length === 0 && <div className={classes.muted}>It asks for nothing.</div>}
          {known.map((field) => (
            <Field key={field.name} field={field} path={['with', field.name]} value={given[field.name]} />
          ))}
          {strays.map((one) => (
            <Field
              key={one}
              field={{ ...fieldOf(one, { description: 'The workflow has no such variable' }), label: one }}
              path={['with', one]}
              value={given[one]}
            />
          ))}
        </>
      )}
      <Field field={versionField} path={['version']} value={values['version']} />
    </>
  );
}

/** The field that gives a value to a variable. */
export function fieldOfVariable({ name, type, description, required, default: preset, enum: choices }: VariableDocument): FieldModel {
  const types: Readonly<Record<VariableDocument['type'], JsonObject>> = {
    string: { type: 'string' },
    path: { type: 'string' },
    secret: { type: 'string' },
    number: { type: 'number' },
    boolean: { type: 'boolean' },
    array: { type: 'array', items: {} },
    object: { type: 'object', additionalProperties: {} },
  };
  const schema: JsonObject = {
    ...types[type],
    ...(description === undefined ? {} : { description }),
    ...(preset === undefined ? {} : { default: preset as Json }),
    ...(choices === undefined ? {} : { enum: choices as Json[] }),
  };
  return { ...fieldOf(name, schema, required === true), label: name, looks: type === 'path' ? { path: 'file' } : {} };
}

const withAsItIs = {
  ...fieldOf('with', { type: 'object', additionalProperties: {}, description: 'Values for its variables, by name' }),
  label: 'With',
};
const versionField = fieldOf('version', {
  type: 'string',
  description: 'A number or the version of its document; default: the current one',
});
