import { useMemo, useRef } from 'react';
import { useAgentNames } from '../agents/use-agent-names.ts';
import { useMakeAgent } from '../agents/use-make-agent.ts';
import type { BuilderStore } from '../document/builder-store.ts';
import { BuilderContext, useBuilderStore } from '../document/use-builder.ts';
import { useLateStore } from '../document/use-late-store.ts';
import { useView } from '../document/view-store.ts';
import type { Samples } from '../inspector/names/known-names.ts';
import { useSamples } from '../testing/use-samples.ts';
import classes from './text-panel.module.css';
import { useScriptReader } from './use-script-reader.ts';
import { useTextEditor } from './use-text-editor.ts';
import { WritingSwitch } from './writing-switch.tsx';

/** The document as its text, in the writing that the person chooses. */
export function TextPanel() {
  return (
    <BuilderContext value={useLateStore()}>
      <Panel store={useBuilderStore()} />
    </BuilderContext>
  );
}

/** What it knows for completion may follow a moment later; the text itself is that of the store. */
function Panel({ store }: { readonly store: BuilderStore }) {
  const frame = useRef<HTMLDivElement>(null);
  const { items, inputs, trigger } = useSamples(undefined);
  const samples = useMemo<Samples>(() => {
    const outputs = new Map(items.map(({ step, output }) => [step, output]));
    return { outputOf: (step) => outputs.get(step), inputs, trigger, item: undefined };
  }, [items, inputs, trigger]);
  const agents = useAgentNames() ?? none;
  const { mutate: makeAgent } = useMakeAgent();
  const wanted = useView((state) => state.writing);
  const writeAs = useView((state) => state.writeAs);
  const isReady = useScriptReader(wanted === 'script');
  useTextEditor(store, frame, { samples, agents, makeAgent, writing: isReady ? wanted : undefined });
  return (
    <>
      <WritingSwitch onChange={writeAs} />
      <div ref={frame} className={classes.frame} />
    </>
  );
}

const none: readonly string[] = [];
