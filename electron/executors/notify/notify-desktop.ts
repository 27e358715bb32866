import type { notifyDesktop } from '../../../shared/actions/notify/notify-desktop.ts';
import type { ExecutorFor } from '../executor.ts';

export const notifyDesktopExecutor: ExecutorFor<typeof notifyDesktop> = {
  plan: ({ title }) => `Would show a notification: ${title}`,
  run: ({ title, body, urgency, icon, actions, wait, tag }, context) =>
    context.platform.notify(
      {
        title,
        urgency,
        actions,
        wait: wait || actions.length > 0,
        tag: tag ?? context.attemptKey(),
        ...(body === undefined ? {} : { body }),
        ...(icon === undefined ? {} : { icon }),
      },
      context.signal,
    ),
  // The tag is the same in a replay, so that showing it again replaces what is still there.
  probe: async () => ({ outcome: 'not_done', reason: 'shown again, the notification replaces itself' }),
};
