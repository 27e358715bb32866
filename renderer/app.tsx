import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { Asks } from './asks.tsx';
import { isDesktop } from './bridge/engine.ts';
import { createQueryClient } from './bridge/query-client.ts';
import { Frame } from './frame.tsx';
import { QuickRunPage } from './quick-run/quick-run-page.tsx';
import { RunPage } from './runs/run-page.tsx';
import { RunsPage } from './runs/runs-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { useRoute } from './ui/route.ts';
import { cssVariables, theme } from './ui/theme.ts';
import { WorkflowsPage } from './workflows/workflows-page.tsx';

const queries = createQueryClient();
const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export function App() {
  const [page, ...rest] = useRoute();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables} getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" />
        {page === 'quick-run' ? (
          <QuickRunPage />
        ) : (
          <Frame page={page ?? 'workflows'}>
            <Page page={page} rest={rest} />
            {isDesktop && <Asks />}
          </Frame>
        )}
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Page({ page, rest }: { readonly page: string | undefined; readonly rest: readonly string[] }) {
  const [run] = rest;
  if (page === 'runs') return run === undefined ? <RunsPage /> : <RunPage key={run} runId={run} />;
  if (page === 'settings') return <SettingsPage />;
  return <WorkflowsPage />;
}
