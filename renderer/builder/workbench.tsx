import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';
import { Split } from '../ui/split.tsx';
import { useWatchAgents } from './agents/use-watch-agents.ts';
import { Banners } from './banners/banners.tsx';
import { LoadedRun } from './banners/loaded-run.tsx';
import { CanvasPane } from './canvas-pane.tsx';
import type { BuilderSession } from './document/builder-session.ts';
import { BuilderContext } from './document/use-builder.ts';
import { SessionContext } from './document/use-session.ts';
import { createViewStore, useView, ViewContext } from './document/view-store.ts';
import { BuilderHeader } from './header/builder-header.tsx';
import { InspectorPane } from './inspector-pane.tsx';
import { ProblemsPanel } from './problems/problems-panel.tsx';
import { createTestingStore, TestingContext } from './testing/testing-store.ts';
import { useBuilderKeys } from './use-builder-keys.ts';
import classes from './workbench.module.css';

const textPanel = () => import('./text/text-panel.tsx');
const TextPanel = lazy(async () => ({ default: (await textPanel()).TextPanel }));

/** Canvas, inspector, text and problems of one document, beside each other. `run`: a past one, to lie over the canvas. */
export function Workbench({ session, run }: { readonly session: BuilderSession; readonly run: string | undefined }) {
  const [view] = useState(() => createViewStore(localStorage));
  const [testing] = useState(() => createTestingStore(session.workflow?.id));
  const { draft, editor, store, sync } = session;
  useEffect(() => {
    if (run !== undefined) testing.getState().chooseRun(run);
  }, [testing, run]);
  useFeed(
    `draft ${draft}`,
    (signal) => engine.drafts.follow({ draft }, { signal }),
    (news) => sync.hear({ revision: news.revision, isOwn: news.editor === editor, hash: news.hash }),
  );
  useEffect(() => {
    const flush = (): void => void sync.flush();
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
    };
  }, [sync]);
  return (
    <SessionContext value={session}>
      <BuilderContext value={store}>
        <ViewContext value={view}>
          <TestingContext value={testing}>
            <Bench />
          </TestingContext>
        </ViewContext>
      </BuilderContext>
    </SessionContext>
  );
}

/** Where three panes would leave none of them room, the inspector goes with the canvas alone. */
const narrow = '(max-width: 1020px)';

function Bench() {
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false }) === true;
  const view = useView((state) => state.view);
  useBuilderKeys();
  useWatchAgents();
  useEffect(() => {
    // It opens at once then, also while the engine is away. A failure is told when it is opened.
    const idle = requestIdleCallback(() => void textPanel().catch(() => undefined));
    return () => cancelIdleCallback(idle);
  }, []);
  return (
    <main className={classes.bench} aria-label="Builder">
      <BuilderHeader />
      <Banners />
      <LoadedRun />
      <div className={classes.panes}>
        <Split
          name="builder-text"
          direction="row"
          label="Width of the text"
          initial={32}
          only={view === 'split' ? undefined : view === 'text' ? 'first' : 'second'}
          first={view !== 'canvas' && <TextPane />}
          second={<Drawing isAlone={isNarrow && view === 'split'} />}
        />
      </div>
      <ProblemsPanel />
    </main>
  );
}

function TextPane() {
  return (
    <section className={classes.pane} aria-label="Text">
      <Suspense fallback={<div className={classes.waiting}>Opening the text…</div>}>
        <TextPanel />
      </Suspense>
    </section>
  );
}

function Drawing({ isAlone }: { readonly isAlone: boolean }) {
  return (
    <Split
      only={isAlone ? 'first' : undefined}
      name="builder-inspector"
      direction="row"
      label="Width of the inspector"
      initial={68}
      leastSecond={300}
      first={<CanvasPane />}
      second={<InspectorPane />}
    />
  );
}
