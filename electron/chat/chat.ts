import { parseChat } from '../../shared/chat/command.ts';
import { ASSISTANT } from '../../shared/chat/message.ts';
import type { RunEventType } from '../../shared/run/events.ts';
import type { ChatMessageRow, ChatSessionRow, NewChatMessage } from '../store/chat-table.ts';
import { agentDocument, assistantAgent, conversationText } from './agent-document.ts';
import { answerCommand } from './answer-command.ts';
import type { ChatPorts } from './chat-ports.ts';
import { cutText } from './cut-text.ts';
import { followRuns } from './follow-runs.ts';

export interface NewSession {
  readonly title?: string;
  readonly agent?: string;
  readonly folder?: string;
}

/** Chats: what is typed becomes a run, an order or an answer, and what runs have to say is posted where they were begun. */
export interface Chat {
  /** Tells what ended, and what was asked, while no engine was there to tell it. */
  start(): Promise<void>;
  begin(session: NewSession): Promise<ChatSessionRow>;
  /** Resolves with what was written at once; the answer of an agent or a run is pending in it. */
  send(session: ChatSessionRow, text: string, by: string | undefined): Promise<ChatMessageRow[]>;
  /** Told after each commit that may have changed a chat. Returns what ends that. */
  listen(listener: () => void): () => void;
  close(): void;
}

const NEW_TITLE = 'New chat';
const MAX_TITLE = 60;

/** Events after which a run may have something to say. */
const TELLING: ReadonlySet<RunEventType> = new Set(['step.asked', 'step.waiting', 'run.finished']);

export function createChat(ports: ChatPorts): Chat {
  const { store, clock } = ports;
  const { chat } = store;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const runs = followRuns(ports, tell);
  const stop = ports.listen(({ runId, event }) => {
    if (event.type === 'step.succeeded') tell();
    else if (TELLING.has(event.type)) runs.follow(runId).catch(ports.onFault);
  });

  async function begin({ title = NEW_TITLE, agent = ASSISTANT, folder = ports.homeFolder }: NewSession): Promise<ChatSessionRow> {
    return store.write(() => chat.addSession({ id: ports.newId(), title, agent, folder, at: clock.now() }));
  }

  async function send(session: ChatSessionRow, given: string, by: string | undefined): Promise<ChatMessageRow[]> {
    const command = parseChat(given);
    const said: NewChatMessage = { author: 'person', name: by ?? null, text: cutText(ports.mask(given)), state: 'done' };
    const title = session.title === NEW_TITLE ? titleOf(given) : session.title;
    const write = (message: NewChatMessage, at: number): ChatMessageRow[] => {
      if (title !== session.title) chat.alterSession({ ...session, title });
      return [chat.post(session.key, said, at), chat.post(session.key, message, at)];
    };
    let written: ChatMessageRow[] = [];
    try {
      if (command.kind === 'text' || command.kind === 'run') {
        const isText = command.kind === 'text';
        if (isText) await makeAssistant(session.agent);
        const run = isText
          ? {
              source: { text: agentDocument(session) },
              inputs: { conversation: conversationText(chat.page(session.key, undefined, 40), ports.mask(command.text)) },
            }
          : { source: { workflow: command.workflow }, inputs: { ...command.inputs } };
        await ports.start(run, (outcome, at) => {
          if (outcome.verdict === 'skipped') return;
          const name = isText ? session.agent : command.workflow;
          written = write({ author: isText ? 'agent' : 'run', name, text: '', state: 'pending', runKey: outcome.run.key }, at);
        });
        // It may have come to its end before this was on the disk.
        for (const { runKey } of written) if (runKey !== null) await runs.follow(store.runs.byKey(runKey)?.id ?? '');
      } else {
        const text = await answerCommand(ports.client(), command, hereOf(session, by));
        written = await store.write(() => write({ author: 'pawl', name: null, text, state: 'done' }, clock.now()));
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { message: text } = error;
      written = await store.write(() => write({ author: 'pawl', name: null, text, state: 'failed' }, clock.now()));
    }
    tell();
    return written;
  }

  async function makeAssistant(agent: string): Promise<void> {
    if (agent !== ASSISTANT || store.agents.get(ASSISTANT) !== undefined) return;
    await store.write(() => store.agents.insert(assistantAgent(), clock.now()));
  }

  function hereOf(session: ChatSessionRow, by = 'chat') {
    const runKey = chat.page(session.key, undefined, 100).find(({ state }) => state === 'pending')?.runKey ?? null;
    const lastRun = runKey === null ? undefined : store.runs.byKey(runKey)?.id;
    return { by, asking: chat.asking(session.key), lastRun };
  }

  return {
    async start() {
      for (const message of chat.pending()) {
        const run = message.runKey === null ? undefined : store.runs.byKey(message.runKey);
        if (run !== undefined) await runs.update(run, [message]);
        // Old runs are removed in time, and with them what they had to say.
        else await store.write(() => chat.settle(message.key, 'The run that was to answer is not kept any more.', 'failed'));
      }
    },
    begin,
    send,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: stop,
  };
}

function titleOf(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length <= MAX_TITLE ? line : `${line.slice(0, MAX_TITLE - 1)}…`;
}

/** An error of the contract: said to the person, who can do something about it. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'defined' in error && error.defined === true;
}
