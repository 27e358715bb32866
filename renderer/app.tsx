import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Asks } from './asks.tsx';
import { isDesktop, useConnection } from './bridge/engine.ts';
import { createQueryClient } from './bridge/query-client.ts';
import { PageBoundary } from './frame/page-boundary.tsx';
import { PageLoading } from './frame/page-loading.tsx';
import { Frame } from './frame.tsx';
import { pages } from './pages.tsx';
import { QuickRunPage } from './quick-run/quick-run-page.tsx';
import { Shell } from './shell.tsx';
import { AwayContext } from './ui/away.ts';
import { useRoute } from './ui/route.ts';
import { cssVariables, theme } from './ui/theme.ts';

const queries = createQueryClient();
const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const firstPage = 'home';

export function App() {
  const [name = firstPage, ...rest] = useRoute();
  const page = Object.hasOwn(pages, name) ? name : firstPage;
  const Page = pages[page]?.Page;
  const isAway = useConnection() === 'lost';
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables} getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" />
        {name === 'quick-run' ? (
          <QuickRunPage />
        ) : (
          <Shell>
            <Frame page={page}>
              <PageBoundary place={[page, ...rest].join('/')}>
                <AwayContext value={isAway}>
                  <Suspense fallback={<PageLoading />}>{Page && <Page rest={rest} />}</Suspense>
                </AwayContext>
              </PageBoundary>
              {isDesktop && <Asks />}
            </Frame>
          </Shell>
        )}
      </QueryClientProvider>
    </MantineProvider>
  );
}
