import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useReducer, useState } from 'react';
import type { RunSummary, RunUpdate, StepSummary } from '../../shared/contract/run-view.ts';
import { isJsonObject } from '../../shared/lib/json.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useFeed } from '../bridge/use-feed.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { ValueView } from '../ui/value-view.tsx';
import classes from './agents-page.module.css';

/** Gives the agent a task, in a run of one step, and shows what it does. */
export function TryAgent({ agent }: { readonly agent: string }) {
  const [task, setTask] = useState('');
  const start = useMutation({
    mutationFn: (prompt: string) =>
      engine.runs.start({ source: { text: trialOf(agent) }, inputs: { task: prompt }, triggeredBy: 'window' }),
  });
  return (
    <form
      className={classes.trial}
      onSubmit={(event) => {
        event.preventDefault();
        if (task.trim() !== '') start.mutate(task);
      }}
    >
      <Textarea
        size="xs"
        aria-label={`A task for ${agent}`}
        placeholder="What is to be done? It works with the saved grants."
        autosize
        minRows={2}
        maxRows={8}
        value={task}
        onChange={(event) => setTask(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <Button size="xs" type="submit" disabled={task.trim() === ''} loading={start.isPending}>
        Try
      </Button>
      {start.isError && <Failed title="It did not start" {...describeFailure(start.error)} />}
      {start.data !== undefined && <Trial key={start.data.runId} run={start.data.runId} />}
    </form>
  );
}

/** JSON is YAML; the task travels as an input, so that nothing in it is taken for a placeholder. */
function trialOf(agent: string): string {
  return JSON.stringify({
    name: `Try ${agent}`,
    variables: [{ name: 'task', required: true }],
    steps: [{ id: 'work', agent, prompt: '{{ vars.task }}' }],
  });
}

interface Followed {
  readonly run: RunSummary | undefined;
  readonly steps: readonly StepSummary[];
}

function Trial({ run: id }: { readonly run: string }) {
  const [{ run, steps }, tell] = useReducer(fold, { run: undefined, steps: [] });
  useFeed(id, (signal) => engine.runs.follow({ run: id }, { signal }), tell);
  const isOver = run !== undefined && isTerminalRun(run.state);
  const result = useQuery({
    queryKey: ['runs', id, 'trial'],
    queryFn: ({ signal }) => engine.runs.get({ run: id }, { signal }),
    enabled: isOver,
  });
  const output = result.data?.steps.find(({ path }) => path === 'work')?.output;
  const answer = isJsonObject(output) ? output['result'] : undefined;
  const calls = steps.filter(({ path }) => path !== 'work');
  return (
    <div className={classes.result} role="status" aria-label="What it does">
      <div className={classes.resultHead}>
        {run === undefined ? 'Starting…' : <StateBadge state={run.state} />}
        <a href={hrefTo('runs', id)}>See the run</a>
      </div>
      {calls.length > 0 && (
        <ol className={classes.lines}>
          {calls.map(({ path, name, state, reason }) => (
            <li key={path}>
              {name} <span className={classes.dim}>{reason ?? state}</span>
            </li>
          ))}
        </ol>
      )}
      {run?.state === 'waiting' && <a href={hrefTo('inbox')}>It waits for you: open the inbox</a>}
      {run?.error != null && <Failed title={run.error.message} message={run.error.hint ?? 'The run tells more.'} />}
      {answer !== undefined && <ValueView value={answer} label="The answer" />}
    </div>
  );
}

function fold({ run, steps }: Followed, update: RunUpdate): Followed {
  if (update.type === 'run') return { run: update.run, steps };
  const { step } = update;
  const isKnown = steps.some(({ path }) => path === step.path);
  return { run, steps: isKnown ? steps.map((one) => (one.path === step.path ? step : one)) : [...steps, step] };
}
