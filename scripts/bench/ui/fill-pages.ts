import { openStore, type Store } from '../../../electron/store/store.ts';
import { catalogue } from '../../../shared/catalogue.ts';
import type { Verdict } from '../../../shared/triggers/journal.ts';
import { requireWorkflow } from '../../../shared/workflow/load.ts';
import { makeHistory } from '../make-history.ts';
import { randomFrom, randomId } from '../random.ts';

export interface Filled {
  /** The id of the chat with all the messages. */
  readonly chat: string;
}

export const filled = { runs: 20_000, workflows: 1000, firings: 100_000, items: 1000, messages: 2000 } as const;
const verdicts: readonly Verdict[] = ['started', 'filtered', 'coalesced', 'skipped'];
const rowsAtOnce = 10_000;
/** The key of a run that has ended and is too young to be pruned. */
const youngRun = filled.runs - 100;

/** Fills a new data folder with as much as somebody has after years: workflows, runs, the journal, the inbox and a long chat. */
export async function fillPages(dataDir: string, now = Date.now()): Promise<Filled> {
  await makeHistory(dataDir, filled.runs, now);
  const random = randomFrom(11);
  const newId = (): string => randomId(random);
  const store = openStore({
    dataDir,
    newId,
    onPoisoned: (error) => {
      throw error;
    },
  });
  try {
    await addFirings(store, await addWorkflows(store, newId, dataDir, now), now);
    await addItems(store, newId, now);
    return { chat: await addChat(store, newId(), dataDir, now) };
  } finally {
    store.close();
  }
}

/** Gives the key of a trigger. */
async function addWorkflows(store: Store, newId: () => string, dataDir: string, now: number): Promise<number> {
  return store.write(() => {
    let trigger = 0;
    for (let number = 1; number <= filled.workflows; number++) {
      const source = JSON.stringify({
        pawl: 1,
        name: `Nightly report ${String(number).padStart(4, '0')}`,
        description: 'Counts what has changed and writes it down',
        tags: ['reports', number % 3 === 0 ? 'nightly' : 'weekly'],
        triggers: [{ id: 'nightly', type: 'schedule', config: { cron: '0 3 1 1 *' } }],
        steps: [{ id: 'note', action: 'log', with: { message: 'hi' } }],
      });
      const document = requireWorkflow(source, { catalogue });
      const { workflow } = store.workflows.save({
        id: newId(),
        document,
        source,
        path: '',
        workingDirectory: dataDir,
        imported: true,
        at: now,
      });
      trigger = store.triggers.ensure(workflow.key, 'nightly').key;
    }
    return trigger;
  });
}

async function addFirings(store: Store, triggerKey: number, now: number): Promise<void> {
  for (let from = 0; from < filled.firings; from += rowsAtOnce) {
    await store.write(() => {
      for (let number = from; number < from + rowsAtOnce; number++) {
        store.firings.insert({
          triggerKey,
          dedupeKey: String(number),
          verdict: verdicts[number % verdicts.length] ?? 'started',
          reason: null,
          runKey: null,
          data: { scheduledFor: new Date(now - (filled.firings - number) * 60_000).toISOString() },
          at: now - (filled.firings - number) * 60_000,
        });
      }
    });
  }
}

async function addItems(store: Store, newId: () => string, now: number): Promise<void> {
  await store.write(() => {
    for (let number = 0; number < filled.items; number++) {
      store.inbox.insert({
        id: newId(),
        kind: 'approval',
        runKey: youngRun,
        path: 'ask',
        question: String(number),
        askedOf: null,
        severity: null,
        content: { title: `Publish version ${number}?`, message: 'It goes to everybody at once.', fields: [] },
        contentHash: String(number),
        openedAt: now - number * 60_000,
        dueAt: null,
      });
    }
  });
}

async function addChat(store: Store, id: string, folder: string, now: number): Promise<string> {
  return store.write(() => {
    const { key } = store.chat.addSession({ id, title: 'About the build', agent: 'pawl', folder, at: now });
    for (let number = 0; number < filled.messages; number++) {
      const isPerson = number % 2 === 0;
      const text = isPerson
        ? `Why did build ${number} fail?`
        : `Step ${number} ended with 1.\nIts log says that a file is missing.\n`.repeat(4);
      store.chat.post(
        key,
        { author: isPerson ? 'person' : 'agent', name: null, text, state: 'done' },
        now - (filled.messages - number) * 1000,
      );
    }
    return id;
  });
}
