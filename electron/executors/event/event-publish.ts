import type { eventPublishAction } from '../../../shared/actions/event/event-publish.ts';
import type { ExecutorFor } from '../executor.ts';

export const eventPublishExecutor: ExecutorFor<typeof eventPublishAction> = {
  plan: ({ name }) => `Would publish the event ${name}`,
  run: async ({ name, data }, context) => context.host.publishEvent({ name, data }),
};
