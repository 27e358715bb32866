import { agentHandlers } from './agents.ts';
import type { ApiParts } from './api-parts.ts';
import { chatHandlers } from './chat.ts';
import { checkpointHandlers } from './checkpoints.ts';
import { createDraftNews } from './draft-news.ts';
import { draftHandlers } from './drafts.ts';
import { eventHandlers } from './events.ts';
import { inboxHandlers } from './inbox.ts';
import { memoryHandlers } from './memory.ts';
import { modelHandlers } from './models.ts';
import { pinHandlers } from './pins.ts';
import { runHandlers } from './runs.ts';
import { secretHandlers } from './secrets.ts';
import { settingsHandlers } from './settings.ts';
import { statsHandlers } from './stats.ts';
import { stepTestHandlers } from './step-tests.ts';
import { systemHandlers } from './system.ts';
import { templateHandlers } from './templates.ts';
import { journalHandlers, triggerHandlers } from './triggers.ts';
import { workflowHandlers } from './workflows.ts';

/** The handlers of the whole contract. Any transport can serve them. */
export function createRouter(api: ApiParts & { readonly watches: boolean }) {
  const news = createDraftNews();
  return {
    workflows: workflowHandlers(api, news),
    drafts: draftHandlers(api, news),
    runs: runHandlers(api),
    agents: agentHandlers(api),
    checkpoints: checkpointHandlers(api),
    stepTests: stepTestHandlers(api),
    pins: pinHandlers(api),
    inbox: inboxHandlers(api),
    events: eventHandlers(api),
    memory: memoryHandlers(api),
    chat: chatHandlers(api),
    triggers: triggerHandlers(api),
    journal: journalHandlers(api),
    templates: templateHandlers(api),
    secrets: secretHandlers(api),
    models: modelHandlers(api),
    stats: statsHandlers(api),
    settings: settingsHandlers(api),
    system: systemHandlers(api),
  };
}

export type Router = ReturnType<typeof createRouter>;
