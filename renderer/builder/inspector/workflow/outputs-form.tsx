import { useBuilder } from '../../document/use-builder.ts';
import { Field } from '../fields/field.tsx';
import { fieldOf } from '../fields/field-model.ts';
import classes from '../inspector.module.css';

const outputs = fieldOf('outputs', {
  type: 'object',
  additionalProperties: {},
  description: 'What a run gives: by name, for a caller, a webhook that waits, or whoever looks at it',
});

export function OutputsForm() {
  const value = useBuilder((state) => state.document?.outputs);
  return (
    <div className={classes.form} style={{ marginTop: 18 }}>
      <Field field={outputs} path={['outputs']} value={value} />
    </div>
  );
}
