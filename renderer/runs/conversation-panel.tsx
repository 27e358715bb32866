import { Box, Skeleton, Text, UnstyledButton } from '@mantine/core';
import type { AgentTurn, Transcript } from '../../shared/contract/run-details.ts';
import type { StepPicture } from '../../shared/run/run-picture.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { StateMark } from '../ui/state-badge.tsx';
import { durationText } from '../ui/time.tsx';
import { VisibleText } from '../ui/visible-text.tsx';
import classes from './conversation-panel.module.css';
import { useConversation } from './use-conversation.ts';

interface ConversationPanelProps {
  readonly runId: string;
  /** Undefined while the step has not begun. */
  readonly step: StepPicture | undefined;
  onSelect(path: string): void;
}

/** What an agent was asked, what its model said in each round and at what cost, and what it called for. */
export function ConversationPanel({ runId, step, onSelect }: ConversationPanelProps) {
  if (step === undefined || step.attempts === 0) return <Text className={classes.empty}>The agent has not begun.</Text>;
  return <Conversation runId={runId} step={step} onSelect={onSelect} />;
}

function Conversation({ runId, step, onSelect }: ConversationPanelProps & { readonly step: StepPicture }) {
  const { data, error, isError, refetch } = useConversation(runId, step);
  if (isError) return <Failed title="The conversation could not be read" {...describeFailure(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={120} m={16} aria-label="Loading the conversation" />;
  const isAsking = step.state === 'running' && (step.inner?.open ?? 0) === 0;
  return (
    <div className={classes.panel}>
      <p className={classes.sums}>{sumsText(data)}</p>
      <section className={classes.turn} aria-label="What the agent was asked">
        <h3 className={classes.head}>Task for {data.agent}</h3>
        <Said text={data.prompt} label="The task" />
      </section>
      {data.turns.map((turn) => (
        <Turn key={turn.number} turn={turn} onSelect={onSelect} />
      ))}
      {isAsking && (
        <Text size="sm" c="dimmed" role="status">
          The model is being asked…
        </Text>
      )}
    </div>
  );
}

/** Long texts scroll, by the keyboard too. */
function Said({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <Box component="div" className={classes.said} role="group" tabIndex={0} aria-label={label}>
      <VisibleText text={text} />
    </Box>
  );
}

function Turn({ turn, onSelect }: { readonly turn: AgentTurn; onSelect(path: string): void }) {
  return (
    <section className={classes.turn} aria-label={`Round ${turn.number + 1}`}>
      <h3 className={classes.head}>Round {turn.number + 1}</h3>
      {turn.text !== '' && <Said text={turn.text} label="What the model said" />}
      {turn.calls.length > 0 && (
        <ul className={classes.calls}>
          {turn.calls.map((call) => (
            <li key={call.path}>
              <UnstyledButton className={classes.call} onClick={() => onSelect(call.path)}>
                <StateMark state={call.state} />
                <span className={classes.target}>{call.target}</span>
                <span className={classes.input}>{call.input.value === undefined ? '…' : JSON.stringify(call.input.value)}</span>
                {call.grant === 'ask' && <span className={classes.note}>asks first</span>}
                <span className={classes.note}>
                  {call.error?.code ?? (call.durationMs === null ? call.state.replaceAll('_', ' ') : durationText(call.durationMs))}
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.facts}>
        <span>{turn.model}</span>
        <span>
          {turn.tokens.input.toLocaleString('en')} in, {turn.tokens.output.toLocaleString('en')} out
        </span>
        <span>{costText(turn.cost)}</span>
        <span>{durationText(Date.parse(turn.endedAt) - Date.parse(turn.startedAt))}</span>
        <span className={classes.why}>{turn.reason}</span>
      </p>
    </section>
  );
}

function sumsText({ turns, spent }: Transcript): string {
  const rounds = `${turns.length} ${turns.length === 1 ? 'round' : 'rounds'}`;
  return `${rounds}, ${spent.tokens.toLocaleString('en')} tokens, ${costText(spent.cost)}, ${durationText(spent.timeMs)} of models and tools, with what was handed on`;
}

function costText(cost: number | null): string {
  if (cost === null) return 'no price';
  return cost === 0 ? 'free' : `$${cost < 0.01 ? cost.toPrecision(2) : cost.toFixed(2)}`;
}
