import { type LazyPage, lazy } from './lazy-page.ts';

/** What a page is given: the parts of the address after its name, `#/runs/abc` gives `['abc']`. */
export interface PageProps {
  readonly rest: readonly string[];
}

/** Each page by the first part of its address. A page's script is loaded when it is first opened, so that the first paint stays small. */
export const pages: Readonly<Record<string, LazyPage<PageProps>>> = {
  home: lazy(async () => {
    const { HomePage } = await import('./home/home-page.tsx');
    return { default: () => <HomePage /> };
  }),
  workflows: lazy(async () => {
    const [{ WorkflowsPage }, { VersionsPage }] = await Promise.all([
      import('./workflows/workflows-page.tsx'),
      import('./versions/versions-page.tsx'),
    ]);
    return {
      default: ({ rest: [workflow, part] }: PageProps) =>
        workflow !== undefined && part === 'versions' ? <VersionsPage key={workflow} workflow={workflow} /> : <WorkflowsPage />,
    };
  }),
  templates: lazy(async () => {
    const { TemplatesPage } = await import('./workflows/templates-page.tsx');
    return { default: ({ rest: [slug] }: PageProps) => <TemplatesPage slug={slug} /> };
  }),
  builder: lazy(async () => {
    const { BuilderPage } = await import('./builder/builder-page.tsx');
    return { default: ({ rest }: PageProps) => <BuilderPage rest={rest} /> };
  }),
  runs: lazy(async () => {
    const [{ RunsPage }, { RunPage }] = await Promise.all([import('./runs/runs-page.tsx'), import('./runs/run-page.tsx')]);
    return {
      default: ({ rest: [run, step] }: PageProps) => {
        if (run === undefined || run === 'of') return <RunsPage key={step ?? ''} of={run === undefined ? undefined : step} />;
        return <RunPage key={run} runId={run} step={step} />;
      },
    };
  }),
  compare: lazy(async () => {
    const { ComparePage } = await import('./runs/compare-page.tsx');
    return {
      default: ({ rest: [before = '', after = ''] }: PageProps) => <ComparePage key={`${before} ${after}`} before={before} after={after} />,
    };
  }),
  inbox: lazy(async () => {
    const { InboxPage } = await import('./inbox/inbox-page.tsx');
    return { default: ({ rest: [item] }: PageProps) => <InboxPage item={item} /> };
  }),
  agents: lazy(async () => {
    const { AgentsPage } = await import('./agents/agents-page.tsx');
    return { default: ({ rest }: PageProps) => <AgentsPage rest={rest} /> };
  }),
  chat: lazy(async () => {
    const { ChatPage } = await import('./chat/chat-page.tsx');
    return { default: ({ rest: [chat] }: PageProps) => <ChatPage chat={chat} /> };
  }),
  memory: lazy(async () => {
    const { MemoryPage } = await import('./memory/memory-page.tsx');
    return { default: ({ rest }: PageProps) => <MemoryPage rest={rest} /> };
  }),
  triggers: lazy(async () => {
    const { TriggersPage } = await import('./triggers/triggers-page.tsx');
    return { default: ({ rest: [part, of] }: PageProps) => <TriggersPage part={part} of={of} /> };
  }),
  models: lazy(async () => {
    const { ModelsPage } = await import('./models/models-page.tsx');
    return { default: ({ rest: [part] }: PageProps) => <ModelsPage part={part} /> };
  }),
  settings: lazy(async () => {
    const { SettingsPage } = await import('./settings/settings-page.tsx');
    return { default: () => <SettingsPage /> };
  }),
};
