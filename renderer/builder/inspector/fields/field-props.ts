import type { ComponentType } from 'react';
import type { JsonPath } from '../../../../shared/workflow/json-path.ts';
import type { FieldModel } from './field-model.ts';
import type { Sees } from './form-context.ts';

export interface FieldProps {
  readonly field: FieldModel;
  readonly path: JsonPath;
  readonly value: unknown;
  readonly sees?: Sees;
  /** Stands where a name and help are of no use: an entry of a list. */
  readonly isBare?: boolean;
}

/** What the form of one kind of field gets. */
export interface FieldBodyProps extends FieldProps {
  readonly id: string;
  readonly isWrong: boolean;
  readonly describedBy: string;
  /** A field inside of this one. */
  readonly Nested: ComponentType<FieldProps>;
}
