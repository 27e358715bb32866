import { ActionIcon, NativeSelect, TagsInput } from '@mantine/core';
import { useId, useState } from 'react';
import { escalateRuleSchema } from '../../../shared/escalation/escalate-rule.ts';
import { isJsonObject, type JsonObject } from '../../../shared/lib/json.ts';
import type { JsonPath } from '../../../shared/workflow/json-path.ts';
import { ClearIcon } from '../../ui/icons.tsx';
import { firstWhen, keywordsIn, kindOfWhen, type WhenKind, whenChoices } from './escalate-when.ts';
import { Field } from './fields/field.tsx';
import { type FieldModel, fieldOf } from './fields/field-model.ts';
import fieldClasses from './fields/fields.module.css';
import { useFieldForm } from './fields/form-context.ts';
import classes from './inspector.module.css';
import { fieldInSchema } from './kinds/kind-fields.ts';

interface EscalateRuleCardProps {
  readonly rule: JsonObject;
  readonly path: JsonPath;
  /** Undefined when it is the only one. */
  readonly number: number | undefined;
  onRemove(): void;
}

/** One rule: what calls for help, who is asked, and what the step does meanwhile. */
export function EscalateRuleCard({ rule, path, number, onRemove }: EscalateRuleCardProps) {
  const form = useFieldForm();
  const { when } = rule;
  const wordsId = useId();
  const [chosen, setChosen] = useState<WhenKind>();
  const kind = kindOfWhen(when) ?? (when === undefined || isJsonObject(when) ? chosen : undefined);
  const whenPath = [...path, 'when'];
  const problems = form.problemsAt(whenPath, true);
  const title = number === undefined ? 'When' : `${number}. When`;
  const waits = rule['wait'] !== false;
  const shown = fields.filter(({ name }) => isOfUse(name, rule, waits));
  return (
    <div className={classes.card}>
      <div className={classes.cardHead}>
        <span className={classes.kind}>{title}</span>
        <NativeSelect
          size="xs"
          style={{ flex: 1, minWidth: 0 }}
          aria-label={number === undefined ? 'When it asks for help' : `When it asks for help, rule ${number}`}
          data={kind === undefined ? [{ value: '', label: 'something that cannot be read' }, ...whenChoices] : [...whenChoices]}
          value={kind ?? ''}
          disabled={form.isReadOnly}
          onChange={(event) => {
            const next = whenChoices.find(({ value }) => value === event.currentTarget.value)?.value;
            if (next === undefined) return;
            setChosen(next);
            form.change(whenPath, firstWhen(next));
          }}
        />
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={number === undefined ? 'Ask for no help' : `Remove rule ${number}`}
          disabled={form.isReadOnly}
          onClick={onRemove}
        >
          <ClearIcon />
        </ActionIcon>
      </div>
      {kind === 'confidenceBelow' && (
        <Field
          field={confidence}
          path={[...whenPath, 'confidenceBelow']}
          value={isJsonObject(when) ? when['confidenceBelow'] : undefined}
        />
      )}
      {kind === 'keyword' && (
        <div className={fieldClasses.field} data-field="keyword">
          <div className={fieldClasses.head}>
            <label htmlFor={wordsId} className={fieldClasses.label}>
              Words
            </label>
          </div>
          <TagsInput
            id={wordsId}
            size="xs"
            value={keywordsIn(when)}
            placeholder={keywordsIn(when).length === 0 ? 'Write one and press Enter' : ''}
            disabled={form.isReadOnly}
            error={problems.length > 0}
            onChange={(words) => form.change([...whenPath, 'keyword'], words)}
          />
          <div className={fieldClasses.help}>In any case; one of them is enough</div>
        </div>
      )}
      {kind !== 'confidenceBelow' &&
        problems.map((problem) => (
          <div key={problem} className={fieldClasses.problem} role="alert">
            {problem}
          </div>
        ))}
      {shown.map((field) => (
        <Field key={field.name} field={field} path={[...path, field.name]} value={rule[field.name]} />
      ))}
    </div>
  );
}

const confidence: FieldModel = {
  ...fieldOf(
    'confidenceBelow',
    { type: 'number', minimum: 0, maximum: 1, description: 'From 0 to 1, as the model rates its own answer' },
    true,
  ),
  label: 'Less sure than',
};

const changes = {
  severity: { help: 'How grave it is', preset: 'medium' },
  to: { label: 'Who is asked', help: 'A name; left out: whoever is there' },
  wait: { label: 'Waits for the answer', help: 'No: it fails at once, and the escalation is told all the same', preset: true },
  timeout: { label: 'At most', help: '30m, 2h, 1d; left out: as long as it takes' },
  onTimeout: { label: 'When nobody answers', help: 'Fail, or continue with what the model gave', preset: 'fail' },
} as const satisfies Readonly<Record<string, Partial<FieldModel>>>;

const fields: readonly FieldModel[] = Object.entries(changes).map(([name, change]) => ({
  ...fieldInSchema(escalateRuleSchema.shape, name),
  ...change,
}));

/** A step that does not wait has no time limit to wait for. */
function isOfUse(name: string, rule: JsonObject, waits: boolean): boolean {
  if (rule[name] !== undefined || name === 'severity' || name === 'to' || name === 'wait') return true;
  return name === 'timeout' ? waits : waits && rule['timeout'] !== undefined;
}
