import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import classes from './builder-page.module.css';
import { BuilderCanvas } from './canvas/builder-canvas.tsx';
import { createAnalyser } from './document/analyser.ts';
import { type BuilderStore, createBuilderStore } from './document/builder-store.ts';
import { newWorkflow } from './document/new-workflow.ts';
import { startAnalyseWorker } from './document/start-analyse-worker.ts';
import { BuilderContext, useBuilder } from './document/use-builder.ts';

/** `#/builder/new` begins a workflow, `#/builder/<id>` opens one. */
export function BuilderPage({ workflow }: { readonly workflow: string }) {
  const isNew = workflow === 'new';
  const stored = useQuery({
    queryKey: ['workflow', workflow],
    queryFn: ({ signal }) => engine.workflows.get({ workflow }, { signal }),
    enabled: !isNew,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const text = isNew ? newWorkflow : stored.data?.text;
  if (text !== undefined) return <OpenBuilder key={workflow} text={text} />;
  return (
    <Page title="Builder">
      {stored.isError ? (
        <Failed title="The workflow could not be opened" {...describeFailure(stored.error)} onRetry={() => void stored.refetch()} />
      ) : (
        <Stack p={20} aria-busy aria-label="Opening the workflow">
          <Skeleton height={26} width="40%" />
          <Skeleton height={320} />
        </Stack>
      )}
    </Page>
  );
}

function OpenBuilder({ text }: { readonly text: string }) {
  const [store, setStore] = useState<BuilderStore>();
  useEffect(() => {
    const analyser = createAnalyser(startAnalyseWorker);
    setStore(createBuilderStore({ text, analyser, now: () => performance.now() }));
    return () => analyser.close();
  }, [text]);
  if (store === undefined) return null;
  return (
    <BuilderContext value={store}>
      <Workbench />
    </BuilderContext>
  );
}

/** Where canvas and inspector stand beside each other. */
function Workbench() {
  const name = useBuilder(({ document }) => document?.name ?? 'Workflow');
  return (
    <Page title={name}>
      <div className={classes.panes}>
        <section className={classes.canvas} aria-label="Canvas">
          <BuilderCanvas onOpen={focusInspector} />
        </section>
        <aside className={classes.inspector} aria-label="Inspector" />
      </div>
    </Page>
  );
}

/** Enter on a step goes on in its form. */
function focusInspector(): void {
  document
    .querySelector<HTMLElement>('aside[aria-label="Inspector"]')
    ?.querySelector<HTMLElement>('input, textarea, select, button')
    ?.focus();
}
