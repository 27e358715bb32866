import { matchesEventName } from '../../shared/events/event-name.ts';
import type { PublishedEvent } from '../../shared/events/published-event.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Store } from '../store/store.ts';

export interface NewEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Json;
  readonly source: string;
}

/** One that wants to know of events whose name fits, from a point on. */
export interface Subscription {
  /** Stops the delivery. */
  close(): void;
  /** Resolves when everything that is there now has been handled. */
  idle(): Promise<void>;
}

export interface SubscriptionOptions {
  readonly pattern: string;
  /** Only events with a greater number; what came between is read from the store. */
  readonly after: number;
  /**
   * One event at a time, in order; the next one comes when this has resolved. Whatever is remembered of it must be in the store by then: a
   * crash before delivers it again. False ends the subscription.
   */
  handle(event: PublishedEvent): Promise<boolean>;
  /** Every event that was looked at, also those whose name does not fit, so that a cursor can follow. */
  passed?(number: number): void;
  onFault(error: unknown): void;
}

/** Brings published events to triggers and waiting steps, each exactly in the order of the commits. */
export interface EventHub {
  /** To be called inside `store.write`. Subscribers hear of it once `tell` is called after the commit. */
  append(event: NewEvent, at: number): PublishedEvent;
  tell(): void;
  /** Subscribers to this name. */
  countFor(name: string): number;
  lastNumber(): number;
  subscribe(options: SubscriptionOptions): Subscription;
}

const PAGE = 200;

export function createEventHub(store: Pick<Store, 'published'>): EventHub {
  const pumps = new Set<{ readonly pattern: string; wake(): void }>();

  function subscribe({ pattern, after, handle, passed, onFault }: SubscriptionOptions): Subscription {
    let at = after;
    let open = true;
    let more = true;
    let pumping: Promise<void> | undefined;

    async function pump(): Promise<void> {
      while (open && more) {
        more = false;
        const page = store.published.after(at, PAGE);
        if (page.length === PAGE) more = true;
        for (const event of page) {
          if (!open) return;
          if (matchesEventName(pattern, event.name) && !(await handle(event))) return close();
          at = event.number;
          passed?.(at);
        }
      }
    }
    function wake(): void {
      more = true;
      if (!open) return;
      pumping ??= pump()
        .catch(onFault)
        .finally(() => {
          pumping = undefined;
          if (open && more) wake();
        });
    }
    function close(): void {
      open = false;
      pumps.delete(entry);
    }
    const entry = { pattern, wake };
    pumps.add(entry);
    wake();
    return {
      close,
      async idle() {
        while (pumping !== undefined) await pumping;
      },
    };
  }

  return {
    append: (event, at) => store.published.append({ ...event, at }),
    tell() {
      for (const pump of [...pumps]) pump.wake();
    },
    countFor: (name) => [...pumps].filter(({ pattern }) => matchesEventName(pattern, name)).length,
    lastNumber: () => store.published.lastNumber(),
    subscribe,
  };
}
