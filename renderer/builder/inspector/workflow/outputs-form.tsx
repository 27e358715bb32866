import { useAsWritten } from '../../document/use-as-written.ts';
import { useBuilder } from '../../document/use-builder.ts';
import { Field } from '../fields/field.tsx';
import { fieldOf } from '../fields/field-model.ts';
import classes from '../inspector.module.css';

const outputs = fieldOf('outputs', {
  type: 'object',
  additionalProperties: {},
  description: 'What a run gives: by name, for a caller, a webhook that waits, or whoever looks at it',
});

const path = ['outputs'];

export function OutputsForm() {
  const read = useBuilder((state) => state.document?.outputs);
  const value = useAsWritten(path, read);
  return (
    <div className={classes.form} style={{ marginTop: 18 }}>
      <Field field={outputs} path={path} value={value} />
    </div>
  );
}
