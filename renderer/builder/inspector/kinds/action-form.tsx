import { Button, Collapse, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { isJsonObject } from '../../../../shared/lib/json.ts';
import { describeFailure } from '../../../bridge/failure.ts';
import { Failed } from '../../../ui/notice.tsx';
import { Field } from '../fields/field.tsx';
import { type FieldModel, fieldOf } from '../fields/field-model.ts';
import classes from '../inspector.module.css';
import { useActionFields, useActions } from '../use-actions.ts';
import type { ChosenStep } from '../use-chosen-step.ts';

/** So many fields stand there from the start; the optional ones that are not filled in come after, on demand. */
const mostAtFirst = 5;

/** The parameters of an action, in a form made from its schema. */
export function ActionForm({ chosen: { values } }: { readonly chosen: ChosenStep }) {
  const actions = useActions();
  const type = String(values['action'] ?? '');
  const action = actions.data?.get(type);
  const fields = useActionFields(action);
  const given = isJsonObject(values['with']) ? values['with'] : {};
  if (actions.isError)
    return <Failed title="The actions could not be read" {...describeFailure(actions.error)} onRetry={() => void actions.refetch()} />;
  if (actions.data === undefined) return <Skeleton height={90} aria-label="Loading the form" />;
  if (action === undefined) {
    return (
      <>
        <Text size="sm">This version does not know the action {type}; what it is given stands below as it is written.</Text>
        <Field field={asItIs} path={['with']} value={values['with']} />
      </>
    );
  }
  const known = fields.filter(({ name }) => name !== 'bindings');
  const strays = Object.keys(given).filter((name) => !fields.some((field) => field.name === name));
  const first = known.filter((field, index) => field.required || given[field.name] !== undefined || index < mostAtFirst);
  const rest = known.filter((field) => !first.includes(field));
  return (
    <>
      <div className={classes.muted}>{action.summary}</div>
      {first.map((field) => (
        <Field key={field.name} field={field} path={['with', field.name]} value={given[field.name]} />
      ))}
      {strays.map((name) => (
        <Field key={name} field={stray(name)} path={['with', name]} value={given[name]} />
      ))}
      <More fields={rest} />
    </>
  );
}

function More({ fields }: { readonly fields: readonly FieldModel[] }) {
  const [isOpen, setIsOpen] = useState(false);
  if (fields.length === 0) return null;
  return (
    <div>
      <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Fewer options' : `${fields.length} more ${fields.length === 1 ? 'option' : 'options'}`}
      </Button>
      <Collapse expanded={isOpen} keepMounted={false}>
        <div className={classes.form} style={{ paddingTop: 10 }}>
          {fields.map((field) => (
            <Field key={field.name} field={field} path={['with', field.name]} value={undefined} />
          ))}
        </div>
      </Collapse>
    </div>
  );
}

const asItIs = fieldOf('with', {});

function stray(name: string): FieldModel {
  return { ...fieldOf(name, { description: 'The action knows no such parameter' }), label: name };
}
