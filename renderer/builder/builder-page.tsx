import { Button, Group, Skeleton } from '@mantine/core';
import { useEffect } from 'react';
import { codeOfFailure, describeFailure } from '../bridge/failure.ts';
import { Loading } from '../ui/loading.tsx';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import type { SessionTarget } from './document/builder-session.ts';
import { useOpenSession } from './document/use-session.ts';
import { Workbench } from './workbench.tsx';

const newDraftId = /^[\w-]{1,64}$/;

/**
 * `#/builder/<workflow>` opens a workflow, `…/<step>` with the step chosen (`-` for none), `…/<step>/<run>` with a past run on the canvas;
 * `#/builder/new` begins one under an address of its own, by which a reload finds it again.
 */
export function BuilderPage({ rest }: { readonly rest: readonly string[] }) {
  const [first = 'new', draft, run] = rest;
  const isNew = first === 'new';
  const isNamed = isNew && draft !== undefined && newDraftId.test(draft);
  useEffect(() => {
    if (isNew && !isNamed) window.location.replace(hrefTo('builder', 'new', crypto.randomUUID()));
  }, [isNew, isNamed]);
  if (isNamed) return <OpenBuilder key={draft} name={draft} target={{ newDraft: draft }} />;
  return isNew ? null : <OpenBuilder key={first} name={first} target={{ workflow: first }} step={draft} run={run} />;
}

function OpenBuilder({
  name,
  target,
  step,
  run,
}: {
  readonly name: string;
  readonly target: SessionTarget;
  readonly step?: string | undefined;
  readonly run?: string | undefined;
}) {
  const opening = useOpenSession(name, target);
  const session = opening.is === 'open' ? opening.session : undefined;
  useEffect(() => {
    if (step !== undefined && step !== '-') session?.store.getState().select([step]);
  }, [session, step]);
  if (opening.is === 'open') return <Workbench session={opening.session} run={run} />;
  return (
    <Page title="Builder">
      {opening.is === 'failed' ? (
        <>
          <Failed title="The workflow could not be opened" {...describeFailure(opening.error)} onRetry={opening.again} />
          {codeOfFailure(opening.error) === 'NOT_FOUND' && (
            <Group px={20}>
              <Button size="xs" variant="default" component="a" href={hrefTo('workflows')}>
                See all workflows
              </Button>
              <Button size="xs" variant="default" component="a" href={hrefTo('builder', 'new')}>
                Begin a new one
              </Button>
            </Group>
          )}
        </>
      ) : (
        <Loading label="Opening the workflow">
          <Skeleton height={26} width="40%" />
          <Skeleton height={320} />
        </Loading>
      )}
    </Page>
  );
}
