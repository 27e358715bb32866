import { Anchor, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import type { ChatMessage } from '../../shared/contract/chat.ts';
import { AnswerItem } from '../answer/answer-item.tsx';
import { engine } from '../bridge/engine.ts';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import { VisibleText } from '../ui/visible-text.tsx';
import classes from './message-view.module.css';
import { useStreamedAnswer } from './use-streamed-answer.ts';

/** One message: text as it is, never markup. Drawn anew only when it changes itself. */
export const MessageView = memo(function MessageView({ message }: { readonly message: ChatMessage }) {
  const { author, name, text, state, at, runId, item } = message;
  const isPending = state === 'pending';
  return (
    <article className={classes.message} data-author={author} data-state={state}>
      <header className={classes.head}>
        <span className={classes.who}>{author === 'person' ? (name ?? 'You') : (name ?? 'Pawl')}</span>
        <span className={classes.when}>
          <Ago at={at} />
        </span>
        {runId !== null && (
          <Anchor size="xs" href={hrefTo('runs', runId)}>
            {author === 'agent' ? 'How it got there' : 'The run'}
          </Anchor>
        )}
      </header>
      <div className={classes.text}>
        {isPending && author === 'agent' && runId !== null && <Streamed runId={runId} />}
        {isPending && author !== 'agent' && <UnderWay label="It runs…" />}
        {text !== '' && item === null && <VisibleText text={text} />}
      </div>
      {item !== null && <Asked item={item} text={text} />}
    </article>
  );
});

function Streamed({ runId }: { readonly runId: string }) {
  const text = useStreamedAnswer(runId);
  return (
    <>
      {text !== '' && <VisibleText text={text} />}
      <UnderWay label={text === '' ? 'It thinks…' : ''} />
    </>
  );
}

function UnderWay({ label }: { readonly label: string }) {
  return (
    <span className={classes.underWay} role="status">
      <Loader size={12} type="dots" aria-hidden /> {label}
    </span>
  );
}

/** The question itself, to be answered here while it is open. */
function Asked({ item: id, text }: { readonly item: string; readonly text: string }) {
  const item = useQuery({ queryKey: ['inbox', 'item', id], queryFn: ({ signal }) => engine.inbox.get({ item: id }, { signal }) });
  if (item.data === undefined) return <VisibleText text={text} />;
  const { status, answer, hash, title } = item.data;
  if (status === 'open') {
    return (
      <div className={classes.asked}>
        <h3 className={classes.question}>{title}</h3>
        <AnswerItem key={hash} item={item.data} />
      </div>
    );
  }
  const decided = answer === null ? status : `${answer.decision.replaceAll('_', ' ')}, by ${answer.by ?? 'nobody in time'}`;
  return (
    <>
      <VisibleText text={text} />
      <p className={classes.decided}>Decided: {decided}</p>
    </>
  );
}
