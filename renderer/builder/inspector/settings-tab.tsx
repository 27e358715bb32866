import { Text } from '@mantine/core';
import { formatPath } from '../../../shared/workflow/expression/path.ts';
import { useBuilder } from '../document/use-builder.ts';
import { Field } from './fields/field.tsx';
import { fieldOf } from './fields/field-model.ts';
import fieldClasses from './fields/fields.module.css';
import classes from './inspector.module.css';
import { ActionForm } from './kinds/action-form.tsx';
import { AgentNameForm } from './kinds/agent-name-form.tsx';
import { BranchesForm } from './kinds/branches-form.tsx';
import { fieldsOfKind, valueIn } from './kinds/kind-fields.ts';
import { WorkflowStepForm } from './kinds/workflow-step-form.tsx';
import type { ChosenStep } from './use-chosen-step.ts';

/** What makes the step do what it does. */
export function SettingsTab({ chosen }: { readonly chosen: ChosenStep }) {
  const { kind, values } = chosen;
  return (
    <div className={classes.form}>
      <LooseProblems chosen={chosen} />
      {kind === undefined && (
        <Text size="sm">
          It cannot be told what this step does: give it exactly one of the keys that make a kind, such as <code>action</code>, in the text.
        </Text>
      )}
      {kind === 'action' && <ActionForm chosen={chosen} />}
      {kind === 'agent' && <AgentNameForm chosen={chosen} />}
      {kind === 'workflow' && <WorkflowStepForm chosen={chosen} />}
      {kind !== undefined &&
        fieldsOfKind(kind).map(({ field, path, sees }) => (
          <Field key={formatPath(path)} field={field} path={path} value={valueIn(values, path)} sees={sees} />
        ))}
      {kind === 'parallel' && <BranchesForm chosen={chosen} />}
      <Field field={when} path={['when']} value={values['when']} />
    </div>
  );
}

const when = {
  ...fieldOf('when', { type: 'string', description: 'The step is skipped when this does not hold' }),
  label: 'Only when',
  kind: 'expression',
  looks: { isCode: true },
} as const;

/** What is wrong with the step as a whole, and no field shows. */
function LooseProblems({ chosen: { id, path } }: { readonly chosen: ChosenStep }) {
  const problems = useBuilder((state) => state.problems);
  const at = formatPath(path);
  const places = new Set([undefined, at, `${at}.with`, `${at}.action`, `${at}.needs`, `${at}.id`]);
  const loose = problems.filter((problem) => problem.stepId === id && places.has(problem.path));
  if (loose.length === 0) return null;
  return (
    <div>
      {loose.map(({ message, severity }) => (
        <div
          key={message}
          className={severity === 'error' ? fieldClasses.problem : classes.stale}
          role={severity === 'error' ? 'alert' : 'note'}
        >
          {message}
        </div>
      ))}
    </div>
  );
}
