import { Button, Group, SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Agent, agentSchema } from '../../shared/agents/agent.ts';
import type { AgentView } from '../../shared/contract/agents.ts';
import { describeFailure } from '../bridge/failure.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';
import { Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';
import classes from './agents-page.module.css';
import { blankAgent } from './blank-agent.ts';
import { BudgetFields } from './budget-fields.tsx';
import { ModelFields } from './model-fields.tsx';
import { RemoveAgentDialog } from './remove-agent-dialog.tsx';
import { ToolsEditor } from './tools-editor.tsx';
import { useDuplicateAgent, useSaveAgent } from './use-agents.ts';

interface AgentEditorProps {
  /** Undefined: a new one. */
  readonly view: AgentView | undefined;
  onSaved(saved: AgentView): void;
}

/** Everything that an agent is. What is typed counts once it is saved. */
export function AgentEditor({ view, onSaved }: AgentEditorProps) {
  const before = view?.agent ?? blankAgent;
  const [draft, setDraft] = useState<Agent>(before);
  const [isRemoving, setRemoving] = useState(false);
  const save = useSaveAgent((saved) => {
    tellDone(`${saved.agent.name} is saved.`);
    onSaved(saved);
  });
  const duplicate = useDuplicateAgent((made) => navigate('agents', 'one', made.agent.name));
  const isNew = view === undefined;
  const isChanged = isNew || JSON.stringify(draft) !== JSON.stringify(before);
  const problems = problemsOf(draft);
  const change = (part: Partial<Agent>): void => setDraft((current) => ({ ...current, ...part }));

  return (
    <form
      noValidate
      className={classes.editor}
      aria-label={isNew ? 'A new agent' : before.name}
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(problems).length > 0) return;
        save.mutate({ name: isNew ? draft.name : before.name, agent: draft, revision: view?.revision ?? 0 });
      }}
    >
      <div className={classes.fields}>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          <TextInput
            label="Name"
            description="As steps call it: agent: reviewer"
            value={draft.name}
            error={isChanged && problems['name']}
            data-autofocus={isNew || undefined}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="What it is for"
            description="One line, for you and for other agents"
            value={draft.description}
            maxLength={500}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
        </SimpleGrid>
        <Textarea
          label="Instructions"
          description="What the model is told before each task"
          placeholder="You review changes as a careful colleague would: first what is wrong, then what could be better."
          autosize
          minRows={5}
          maxRows={18}
          value={draft.instructions}
          error={problems['instructions']}
          onChange={(event) => change({ instructions: event.currentTarget.value })}
        />
        <ModelFields value={draft.model} onChange={(model) => change({ model })} />
        <fieldset className={classes.group}>
          <legend>Its own memory</legend>
          <SegmentedControl
            size="xs"
            aria-label="Its own memory"
            data={[
              { value: 'none', label: 'None' },
              { value: 'read', label: 'Reads it' },
              { value: 'write', label: 'Reads and changes it' },
            ]}
            value={draft.memory}
            onChange={(memory) => change({ memory: agentSchema.shape.memory.parse(memory) })}
          />
        </fieldset>
        <ToolsEditor agent={draft} onChange={(tools) => change({ tools })} />
        <BudgetFields value={draft.budget} problem={problems['budget']} onChange={(budget) => change({ budget })} />
      </div>
      <footer className={classes.foot}>
        {save.isError && <Failed title="It was not saved" {...describeFailure(save.error)} />}
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            {!isNew && (
              <>
                <Button
                  size="xs"
                  variant="default"
                  loading={duplicate.isPending}
                  onClick={() => duplicate.mutate(before.name, { onError: tellFailure })}
                >
                  Duplicate
                </Button>
                <Button size="xs" variant="default" onClick={() => setRemoving(true)}>
                  Remove…
                </Button>
              </>
            )}
          </Group>
          <Group gap="xs">
            {isChanged && !isNew && (
              <Button size="xs" variant="default" onClick={() => setDraft(before)}>
                Take back
              </Button>
            )}
            <Button size="xs" type="submit" disabled={!isChanged || Object.keys(problems).length > 0} loading={save.isPending}>
              {isNew ? 'Make it' : 'Save'}
            </Button>
          </Group>
        </Group>
      </footer>
      {isRemoving && view !== undefined && (
        <RemoveAgentDialog view={view} onClose={() => setRemoving(false)} onRemoved={() => navigate('agents')} />
      )}
    </form>
  );
}

/** The first problem of each field. */
function problemsOf(draft: Agent): Readonly<Record<string, string>> {
  const parsed = agentSchema.safeParse(draft);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.toReversed().map(({ path, message }) => [String(path[0]), message]));
}
