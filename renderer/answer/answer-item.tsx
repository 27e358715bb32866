import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { InboxItem } from '../../shared/contract/inbox.ts';
import { checkFields } from '../../shared/inbox/inbox-field.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { Ago } from '../ui/time.tsx';
import { Until } from '../ui/until.tsx';
import { ValueTree } from '../ui/value-tree.tsx';
import { VisibleText } from '../ui/visible-text.tsx';
import { AnswerField } from './answer-field.tsx';
import classes from './answer-item.module.css';
import { asCall, CallView } from './call-view.tsx';
import { useAnswer } from './use-answer.ts';

/** What a step asks of a person, exactly as an answer is bound to it, and the ways to answer. Nothing is decided by a key pressed in passing. */
export function AnswerItem({ item }: { readonly item: InboxItem }) {
  const [fields, setFields] = useState<JsonObject>(() => defaultsOf(item));
  const [comment, setComment] = useState('');
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [wantsComment, setWantsComment] = useState(false);
  const answer = useAnswer(item);
  const call = item.subject === null ? undefined : asCall(item.subject);
  const isEscalation = item.kind === 'escalation';

  function approve(): void {
    const checked = checkFields(item.fields, fields, { required: true });
    setProblems(new Map(checked.ok ? [] : checked.problems.map(({ field, message }) => [field, message])));
    if (checked.ok) answer.mutate({ decision: 'approve', fields: checked.values, comment });
  }

  function pushBack(): void {
    if (comment.trim() === '') return setWantsComment(true);
    answer.mutate({ decision: 'push_back', fields: {}, comment });
  }

  return (
    <Stack gap="sm" role="group" aria-label={`Answer: ${item.title}`}>
      <div className={classes.message}>
        <VisibleText text={item.message} />
      </div>
      {call !== undefined && <CallView call={call} />}
      {item.subject !== null && call === undefined && <ValueTree value={item.subject} label="What it is about" />}
      <div className={classes.facts}>
        {item.askedOf !== null && <span>for {item.askedOf}</span>}
        <span>
          asked <Ago at={item.openedAt} />
        </span>
        {item.dueAt !== null && (
          <span>
            due <Until at={item.dueAt} />
          </span>
        )}
        {item.escalatedAt !== null && <span>nobody answered before</span>}
        {item.severity !== null && <span>severity {item.severity}</span>}
      </div>
      {item.fields.map((field) => (
        <AnswerField
          key={field.name}
          field={field}
          value={fields[field.name]}
          problem={problems.get(field.name)}
          onChange={(value) => setFields(({ [field.name]: _, ...rest }) => (value === undefined ? rest : { ...rest, [field.name]: value }))}
        />
      ))}
      <Textarea
        size="xs"
        label="Comment"
        description={
          item.decisions.includes('push_back') ? 'Later steps can read it. To push back, say what should be different.' : undefined
        }
        error={wantsComment && comment.trim() === '' ? 'Say what should be different.' : undefined}
        autosize
        minRows={1}
        maxRows={8}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button size="xs" loading={answer.isPending} onClick={approve}>
          {isEscalation ? 'Go on' : 'Approve'}
        </Button>
        {item.decisions.includes('push_back') && (
          <Button size="xs" variant="default" disabled={answer.isPending} onClick={pushBack}>
            Push back
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          disabled={answer.isPending}
          onClick={() => answer.mutate({ decision: 'reject', fields: {}, comment })}
        >
          {isEscalation ? 'Let it fail' : 'Reject'}
        </Button>
      </Group>
      {answer.isError && <Failed title="That was not recorded" {...describeFailure(answer.error)} />}
      {!isEscalation && (
        <Text size="xs" c="dimmed">
          The answer is to exactly what stands here, and is given once.
        </Text>
      )}
    </Stack>
  );
}

function defaultsOf({ fields }: InboxItem): JsonObject {
  return Object.fromEntries(fields.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])));
}
