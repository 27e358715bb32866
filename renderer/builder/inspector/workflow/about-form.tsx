import { TagsInput } from '@mantine/core';
import { valueAt } from '../../../../shared/workflow/json-path.ts';
import { workflowSchema } from '../../../../shared/workflow/schema.ts';
import { useAsWritten } from '../../document/use-as-written.ts';
import { useBuilder } from '../../document/use-builder.ts';
import { Field } from '../fields/field.tsx';
import type { FieldModel } from '../fields/field-model.ts';
import fieldClasses from '../fields/fields.module.css';
import { useFieldForm } from '../fields/form-context.ts';
import classes from '../inspector.module.css';
import { fieldInSchema } from '../kinds/kind-fields.ts';

const name = { ...fieldInSchema(workflowSchema.shape, 'name'), help: 'How it is found and called' };
const description = { ...fieldInSchema(workflowSchema.shape, 'description'), help: 'A line for whoever reads the list' };
const version = {
  ...fieldInSchema(workflowSchema.shape, 'version'),
  help: 'Of the document, for people; every save is kept apart from it',
};
const author = fieldInSchema(workflowSchema.shape, 'author');

export function AboutForm() {
  const form = useFieldForm();
  const document = useBuilder((state) => state.document);
  if (document === undefined) return null;
  return (
    <div className={classes.form}>
      <TextOf field={name} />
      <TextOf field={description} />
      <div className={fieldClasses.field}>
        <div className={fieldClasses.head}>
          <label htmlFor="workflow-tags" className={fieldClasses.label}>
            Tags
          </label>
        </div>
        <TagsInput
          id="workflow-tags"
          size="xs"
          value={document.tags ?? []}
          placeholder={document.tags === undefined ? 'Write one and press Enter' : ''}
          disabled={form.isReadOnly}
          onChange={(tags) => form.change(['tags'], tags.length === 0 ? undefined : tags)}
        />
      </div>
      <TextOf field={version} />
      <TextOf field={author} />
    </div>
  );
}

function TextOf({ field }: { readonly field: FieldModel }) {
  const path = [field.name];
  const read = useBuilder((state) => valueAt(state.document, path));
  return <Field field={field} path={path} value={useAsWritten(path, read)} sees="start" />;
}
