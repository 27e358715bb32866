import { notifications } from '@mantine/notifications';
import { describeFailure } from './failure.ts';

/** Says in a corner that something has been done. */
export function tellDone(message: string): void {
  notifications.show({ message });
}

/** Says in a corner what did not work, and stays until it is read. */
export function tellFailure(error: unknown): void {
  const { message, problems } = describeFailure(error);
  notifications.show({ color: 'red', autoClose: 10_000, message: [message, ...problems.slice(0, 3).map((one) => one.message)].join('\n') });
}
