import { isJsonObject } from '../../../../shared/lib/json.ts';
import type { FieldBodyProps } from './field-props.ts';
import classes from './fields.module.css';

export function ObjectField({ field, path, value, sees, Nested }: FieldBodyProps) {
  const given = isJsonObject(value) ? value : {};
  return (
    <fieldset className={classes.nested} aria-label={field.label}>
      {(field.fields ?? []).map((one) => (
        <Nested key={one.name} field={one} path={[...path, one.name]} value={given[one.name]} sees={sees} />
      ))}
    </fieldset>
  );
}
