import { Anchor, Autocomplete } from '@mantine/core';
import { hrefTo } from '../../../ui/route.ts';
import { MakeAgentButton } from '../../agents/make-agent-button.tsx';
import { useAgentNames } from '../../agents/use-agent-names.ts';
import { isMissingAgent } from '../../document/agent-mentions.ts';
import { useBuilder } from '../../document/use-builder.ts';
import fieldClasses from '../fields/fields.module.css';
import { useFieldForm } from '../fields/form-context.ts';
import { useLocalText } from '../fields/use-local-text.ts';
import classes from '../inspector.module.css';
import type { ChosenStep } from '../use-chosen-step.ts';

/** Who works on the step: one of the agents that there are, or one that is still to be made. */
export function AgentNameForm({ chosen: { id, values } }: { readonly chosen: ChosenStep }) {
  const form = useFieldForm();
  const names = useAgentNames();
  const name = typeof values['agent'] === 'string' ? values['agent'] : '';
  const [text, setText] = useLocalText(name, (next) => form.change(['agent'], next));
  const missing = useBuilder(({ problems }) => problems.find((problem) => problem.stepId === id && isMissingAgent(problem)));
  const [problem] = form.problemsAt(['agent'], true);
  const isThere = names?.includes(name) === true;
  return (
    <div className={fieldClasses.field} data-field="agent">
      <div className={fieldClasses.head}>
        <label htmlFor="step-agent" className={fieldClasses.label}>
          Agent
          <span className={fieldClasses.needed} aria-hidden>
            {' *'}
          </span>
        </label>
      </div>
      <Autocomplete
        id="step-agent"
        size="xs"
        data={[...(names ?? [])]}
        value={text}
        limit={20}
        maxDropdownHeight={260}
        placeholder="The name of an agent"
        disabled={form.isReadOnly}
        error={missing === undefined && problem !== undefined}
        aria-describedby="step-agent-notes"
        onChange={setText}
      />
      <div id="step-agent-notes">
        {missing !== undefined && isMissingAgent(missing) ? (
          <div className={classes.line}>
            <span className={fieldClasses.warning} role="note">
              {missing.message}
            </span>
            {missing.agent === text && <MakeAgentButton name={missing.agent} />}
          </div>
        ) : (
          problem !== undefined && (
            <div className={fieldClasses.problem} role="alert">
              {problem}
            </div>
          )
        )}
        <div className={fieldClasses.help}>
          {isThere ? (
            <>
              What it knows and may do is said{' '}
              <Anchor inherit href={hrefTo('agents', 'one', name)}>
                where it is kept
              </Anchor>
            </>
          ) : (
            'Who works on it, with instructions, tools and a budget of its own'
          )}
        </div>
      </div>
    </div>
  );
}
