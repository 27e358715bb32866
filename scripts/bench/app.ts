import { createRouterClient } from '@orpc/server';
import { type App, type AppOptions, createApp } from '../../electron/app.ts';
import { createNodePlatform } from '../../electron/platform/node-platform.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { Clock } from '../../shared/lib/clock.ts';

/** The whole app in this process with its triggers, and a client of it. */
export async function openBenchApp(
  dataDir: string,
  work: AppOptions['work'] = 'all',
  clock?: Clock,
): Promise<App & { readonly client: EngineClient }> {
  const fail = (error: unknown): never => {
    throw error;
  };
  const app = await createApp({
    dataDir,
    platform: createNodePlatform(process.env),
    version: 'bench',
    templatesDir: dataDir,
    work,
    ...(clock === undefined ? {} : { clock }),
    onFault: fail,
    onShutdown: () => undefined,
  });
  return { ...app, client: createRouterClient(app.router) };
}

/** A workflow of one small step with one file trigger, as the text of its file. */
export function fileWorkflow(name: string, config: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    pawl: 1,
    name,
    triggers: [{ id: 'files', type: 'file_change', config }],
    steps: [{ id: 'note', action: 'set', with: { variables: { seen: '{{trigger.filePath}}' } } }],
  });
}
