import { isJsonObject, type JsonObject } from '../../../shared/lib/json.ts';
import { EscalateRuleCard } from './escalate-rule-card.tsx';
import { Field } from './fields/field.tsx';
import { fieldOf } from './fields/field-model.ts';
import fieldClasses from './fields/fields.module.css';
import { useFieldForm } from './fields/form-context.ts';
import { AddButton } from './fields/list-field.tsx';

const label = 'Asks for help';
const asItIs = { ...fieldOf('escalate', {}), label };
const firstRule = { when: 'failure' };

/** When a step with a model asks a person for help: rule by rule, the first that holds counts. One rule alone is written without a list. */
export function EscalateForm({ value }: { readonly value: unknown }) {
  const form = useFieldForm();
  const rules = rulesIn(value);
  if (rules === undefined) return <Field field={asItIs} path={['escalate']} value={value} />;
  const isList = Array.isArray(value);
  const problems = form.problemsAt(['escalate'], false);

  function put(next: readonly JsonObject[]): void {
    const [only] = next;
    form.change(['escalate'], next.length > 1 || (isList && next.length > 0) ? next : only);
  }

  return (
    <fieldset className={fieldClasses.group} data-field="escalate">
      <legend className={fieldClasses.label}>{label}</legend>
      {rules.map((rule, index) => (
        <EscalateRuleCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is where it stands.
          key={index}
          rule={rule}
          path={isList ? ['escalate', index] : ['escalate']}
          number={rules.length > 1 ? index + 1 : undefined}
          onRemove={() => put(rules.filter((_, at) => at !== index))}
        />
      ))}
      {problems.map((problem) => (
        <div key={problem} className={fieldClasses.problem} role="alert">
          {problem}
        </div>
      ))}
      <AddButton label={rules.length === 0 ? 'Ask a person when…' : 'Add a rule'} onClick={() => put([...rules, firstRule])} />
      <div className={fieldClasses.help}>
        {rules.length === 0
          ? 'A person in the inbox, or another workflow, helps where the model is not up to it'
          : 'The first rule that holds counts; the answer becomes the output of the step'}
      </div>
    </fieldset>
  );
}

/** Undefined for what is no rule, nor a list of rules. */
function rulesIn(value: unknown): readonly JsonObject[] | undefined {
  if (value === undefined) return [];
  const rules: readonly unknown[] = Array.isArray(value) ? value : [value];
  return rules.every(isJsonObject) ? rules : undefined;
}
