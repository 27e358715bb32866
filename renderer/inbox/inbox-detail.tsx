import { Anchor, Text, Title } from '@mantine/core';
import type { InboxItem } from '../../shared/contract/inbox.ts';
import { AnswerItem } from '../answer/answer-item.tsx';
import { asCall, CallView } from '../answer/call-view.tsx';
import { itemTitle } from '../ui/item-title.ts';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import { ValueTree } from '../ui/value-tree.tsx';
import { VisibleText } from '../ui/visible-text.tsx';
import classes from './inbox-detail.module.css';
import { InterruptedForm } from './interrupted-form.tsx';
import { WhatItDid } from './what-it-did.tsx';

/** What is asked, exactly what will happen, and the answer. */
export function InboxDetail({ item }: { readonly item: InboxItem }) {
  const { kind, status, workflow, runId, path, stepId } = item;
  const title = itemTitle(item);
  return (
    <article className={classes.detail} aria-label={title}>
      <div>
        <Title order={2} size="h4" className={classes.title}>
          {title}
        </Title>
        <Anchor size="xs" href={hrefTo('runs', runId, path)}>
          {workflow} › {stepId}
        </Anchor>
      </div>
      {status !== 'open' && <Answered item={item} />}
      {status === 'open' && kind !== 'interrupted' && <AnswerItem item={item} />}
      {status === 'open' && kind === 'interrupted' && (
        <>
          <Text size="sm">
            {item.message}{' '}
            <Text span size="xs" c="dimmed">
              (<Ago at={item.openedAt} />)
            </Text>
          </Text>
          <WhatItDid runId={runId} path={path} />
          <InterruptedForm item={item} />
        </>
      )}
    </article>
  );
}

function Answered({ item: { status, message, subject, answer, closedAt, goesOnAs } }: { readonly item: InboxItem }) {
  const call = subject === null ? undefined : asCall(subject);
  return (
    <>
      <div className={classes.message}>
        <VisibleText text={message} />
      </div>
      {call !== undefined && <CallView call={call} />}
      {subject !== null && call === undefined && <ValueTree value={subject} label="What it was about" maxHeight={260} />}
      <section className={classes.outcome} aria-label="The answer">
        <Text size="sm" fw={600}>
          {answer === null ? `It was ${status}` : `${answer.decision.replaceAll('_', ' ')}, by ${answer.by ?? 'nobody in time'}`}
          {closedAt !== null && (
            <Text span size="xs" c="dimmed" fw={400}>
              {' '}
              <Ago at={closedAt} />
            </Text>
          )}
        </Text>
        {answer?.comment && (
          <Text size="sm" className={classes.message}>
            {answer.comment}
          </Text>
        )}
        {answer !== null && Object.keys(answer.fields).length > 0 && <ValueTree value={answer.fields} label="What was filled in" />}
        {goesOnAs !== null && (
          <Anchor size="sm" href={hrefTo('runs', goesOnAs)}>
            The run that went on from there
          </Anchor>
        )}
      </section>
    </>
  );
}
