import { isJsonObject } from '../../../../shared/lib/json.ts';
import { settingsSchema } from '../../../../shared/workflow/schema.ts';
import { useAsWritten } from '../../document/use-as-written.ts';
import { useBuilder } from '../../document/use-builder.ts';
import { Field } from '../fields/field.tsx';
import type { FieldModel } from '../fields/field-model.ts';
import classes from '../inspector.module.css';
import { fieldInSchema } from '../kinds/kind-fields.ts';

const changes: Readonly<Record<string, Partial<FieldModel>>> = {
  retry: { help: 'What happens after a failure that may pass, for steps that do not say it themselves' },
  parallelism: { label: 'Steps at once', help: 'How many steps of a run work at the same time', preset: 4 },
  priority: { help: 'Runs of a higher one start first, from -100 to 100', preset: 0 },
  continueOnError: { label: 'Go on after errors', help: 'A failure stops what depends on it, and the rest goes on', preset: false },
  concurrency: { label: 'Runs at once', help: 'How many runs there may be at the same time, and what happens to one more' },
  workingDirectory: {
    label: 'Working directory',
    help: 'Where relative paths, shells and git begin; default: the folder of the file',
    looks: { path: 'folder' },
  },
  environment: { help: 'Environment variables of its commands; a name without a value passes that of this machine on' },
  retention: { help: 'How many runs are kept, and for how many days' },
  budget: { label: 'Budget for models', help: 'What models may take in one run, with the runs that it starts: tokens, and US dollars' },
  checkpointInterval: { help: 'At most one automatic checkpoint in this time' },
};

const fields = Object.keys(settingsSchema.shape).map((key) => ({ ...fieldInSchema(settingsSchema.shape, key), ...changes[key] }));

const place = ['settings'];

/** What holds for every run. */
export function SettingsForm() {
  const settings = useBuilder((state) => state.document?.settings);
  const written = useAsWritten(place, settings);
  const values = isJsonObject(written) ? written : {};
  return (
    <div className={classes.form}>
      {fields.map((field) => (
        <Field key={field.name} field={field} path={['settings', field.name]} value={values[field.name]} sees="start" />
      ))}
    </div>
  );
}
