import { implement } from '@orpc/server';
import { eventsContract, type PublishedEventView } from '../../shared/contract/events.ts';
import type { PublishedEvent } from '../../shared/events/published-event.ts';
import type { ApiParts } from './api-parts.ts';
import { cutPage, readCursor } from './cursor.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';

export function eventHandlers({ parts }: ApiParts) {
  const { store, events, clock, newId } = parts;
  const os = implement(eventsContract).use(tellStoreFailure);

  return {
    list: os.list.handler(({ input: { name, cursor, limit } }) => {
      const before = readCursor(cursor);
      const filter = { ...(name === undefined ? {} : { name }), ...(before === undefined ? {} : { before }) };
      const found = store.published.list({ ...filter, limit: limit + 1 }).map((event) => ({ key: event.number, event }));
      const { rows, next } = cutPage(found, limit);
      return { items: rows.map(({ event }) => viewOf(event)), next };
    }),

    publish: os.publish.handler(async ({ input: { name, data, source } }) => {
      store.requireRoom();
      const id = newId();
      const delivered = events.countFor(name);
      const event = await store.write(() => events.append({ id, name, data, source }, clock.now()));
      events.tell();
      return { ...viewOf(event), delivered };
    }),
  };
}

function viewOf({ id, name, data, source, at }: PublishedEvent): PublishedEventView {
  return { id, name, data, source, at: iso(at) };
}
