import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Agent, type Grant, grantSchema } from '../../shared/agents/agent.ts';
import { grantOf } from '../../shared/agents/grants.ts';
import type { AgentTool } from '../../shared/contract/agents.ts';
import { describeFailure } from '../bridge/failure.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Failed } from '../ui/notice.tsx';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import classes from './agents-page.module.css';
import { useTools } from './use-agents.ts';

interface ToolsEditorProps {
  readonly agent: Agent;
  onChange(tools: Agent['tools']): void;
}

const words: Readonly<Record<Grant, string>> = { allow: 'allowed', ask: 'asks each time', deny: 'denied' };

/** What it may use: each tool by itself, or a whole family; what holds then stands beside it. */
export function ToolsEditor({ agent, onChange }: ToolsEditorProps) {
  const tools = useTools();
  const [text, setText] = useState('');
  const [isShort, setShort] = useState(true);
  const items = (tools.data?.items ?? []).filter(({ tool }) => tool !== `delegate:${agent.name}`);
  const query = text.trim().toLowerCase();
  const found = items.filter(({ tool, title, summary }) => `${tool} ${title} ${summary}`.toLowerCase().includes(query));
  const shown = query === '' && isShort ? found.filter(({ tool }) => grantOf(agent, tool) !== 'deny' || isNamed(agent, tool)) : found;
  const families = [...Map.groupBy(shown, ({ tool }) => familyOf(tool))];

  function give(tool: string, grant: string): void {
    const others = agent.tools.filter((one) => one.tool !== tool);
    onChange(grant === '' ? others : [...others, { tool, grant: grantSchema.parse(grant) }]);
  }

  return (
    <fieldset className={classes.group}>
      <legend>Tools</legend>
      <div className={classes.toolBar}>
        <TextInput
          size="xs"
          aria-label="Search tools"
          placeholder="Search everything that can be granted"
          leftSection={<SearchIcon />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox size="xs" label="Only what it may use" checked={isShort} onChange={(event) => setShort(event.currentTarget.checked)} />
      </div>
      {tools.isError && (
        <Failed title="The tools could not be read" {...describeFailure(tools.error)} onRetry={() => void tools.refetch()} />
      )}
      {tools.isPending && <RowSkeletons label="Loading the tools" rowHeight={40} />}
      {tools.isSuccess && shown.length === 0 && <p className={classes.hint}>No tool has these words.</p>}
      {families.map(([family, those]) => (
        <section key={family} className={classes.family} aria-label={family}>
          <div className={classes.familyHead}>
            <span>{family}</span>
            {isFamily(family) && <GrantSelect agent={agent} tool={`${family}.*`} label={`All of ${family}`} onGive={give} />}
          </div>
          {those.map((tool) => (
            <ToolRow key={tool.tool} tool={tool} agent={agent} onGive={give} />
          ))}
        </section>
      ))}
    </fieldset>
  );
}

function ToolRow({ tool, agent, onGive }: { readonly tool: AgentTool; readonly agent: Agent; onGive(tool: string, grant: string): void }) {
  const grant = grantOf(agent, tool.tool);
  return (
    <div className={classes.tool}>
      <span className={classes.toolWords}>
        <span className={classes.toolTitle}>{tool.title}</span>
        <code>{tool.tool}</code>
        <span className={classes.toolSummary}>{tool.summary}</span>
      </span>
      <span className={classes.grant} data-grant={grant}>
        {words[grant]}
      </span>
      <GrantSelect agent={agent} tool={tool.tool} label={tool.title} onGive={onGive} />
    </div>
  );
}

interface GrantSelectProps {
  readonly agent: Agent;
  readonly tool: string;
  readonly label: string;
  onGive(tool: string, grant: string): void;
}

function GrantSelect({ agent, tool, label, onGive }: GrantSelectProps) {
  return (
    <NativeSelect
      size="xs"
      w={120}
      aria-label={`Grant of ${label} (${tool})`}
      data={[
        { value: '', label: '–' },
        { value: 'allow', label: 'Allow' },
        { value: 'ask', label: 'Ask' },
        { value: 'deny', label: 'Deny' },
      ]}
      value={agent.tools.find((one) => one.tool === tool)?.grant ?? ''}
      onChange={(event) => onGive(tool, event.currentTarget.value)}
    />
  );
}

function isNamed(agent: Agent, tool: string): boolean {
  return agent.tools.some((one) => one.tool === tool);
}

function familyOf(tool: string): string {
  if (tool === 'ask') return 'people';
  if (tool.startsWith('delegate')) return 'other agents';
  if (tool.startsWith('workflow:')) return 'workflows';
  return tool.split('.', 1)[0] ?? tool;
}

function isFamily(name: string): boolean {
  return /^[a-z]+$/.test(name) && name !== 'people' && name !== 'workflows';
}
