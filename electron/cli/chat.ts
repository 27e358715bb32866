import type { ChatMessage, ChatSession } from '../../shared/contract/chat.ts';
import type { Engine } from './connect.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { renderTable } from './output/table.ts';
import { inert, inertLine } from './output/text.ts';
import { relativeTime } from './output/time.ts';
import { printJson, type Session } from './session.ts';

/** How much of what was said before is shown when a chat is opened. */
const shownBefore = 10;

export interface ChatToOpen {
  readonly chat: string | undefined;
  readonly isNew: boolean;
  readonly agent: string | undefined;
  /** Absolute. */
  readonly folder: string;
}

/** The chat of that title or id, which is begun where there is none; else the one that was spoken in last. */
export async function openChat(engine: Engine, { chat, isNew, agent, folder }: ChatToOpen): Promise<ChatSession> {
  const { items } = await engine.call((client) => client.chat.sessions({ limit: 1000 }));
  const known = isNew
    ? undefined
    : items.find(({ id, title }) => chat === undefined || id === chat || title.toLowerCase() === chat.toLowerCase());
  if (known === undefined)
    return engine.call((client) => client.chat.create({ ...(chat === undefined ? {} : { title: chat }), agent, folder }));
  if (agent === undefined || agent === known.agent) return known;
  return engine.call((client) => client.chat.alter({ session: known.id, agent }));
}

export async function listChats(session: Session, engine: Engine): Promise<void> {
  const page = await engine.call((client) => client.chat.sessions({}));
  const { terminal } = session;
  if (session.format === 'json') return printJson(session, page);
  if (page.items.length === 0) return terminal.note('No chats yet: pawl chat begins one.\n');
  terminal.write(
    renderTable(
      page.items,
      [
        { title: 'ID', text: ({ id }) => id },
        { title: 'AGENT', text: ({ agent }) => agent },
        { title: 'SPOKEN IN', text: ({ updatedAt }) => relativeTime(updatedAt, Date.now()) },
        { title: 'TITLE', text: ({ title }) => title },
      ],
      terminal.columns,
    ),
  );
}

/** Says one thing and prints what comes of it. */
export async function sayOnce(session: Session, engine: Engine, chat: ChatSession, text: string): Promise<ExitCode> {
  const messages = await say(session, engine, chat, text);
  if (session.format === 'json') printJson(session, { chat: chat.id, messages });
  if (messages.some(({ state }) => state === 'failed' || state === 'cancelled')) return exitCodes.failed;
  return exitCodes.done;
}

/** Until the input ends or the line is empty. */
export async function converse(session: Session, engine: Engine, chat: ChatSession): Promise<ExitCode> {
  const { terminal } = session;
  const { items } = await engine.call((client) => client.chat.messages({ session: chat.id, limit: shownBefore }));
  terminal.write(
    `${terminal.style('bold', inertLine(chat.title))} (with ${inertLine(chat.agent)}). /help lists the commands; an empty line ends.\n`,
  );
  for (const message of items.toReversed()) show(session, message);
  for (;;) {
    const text = await terminal.ask('> ');
    if (text === '') return exitCodes.done;
    await say(session, engine, chat, text);
  }
}

/** Prints the answers as they come, and returns them once nothing more is under way or something is asked. */
async function say(session: Session, engine: Engine, chat: ChatSession, text: string): Promise<ChatMessage[]> {
  const { items } = await engine.call((client) => client.chat.send({ session: chat.id, text, by: personName() }));
  const [said, first] = items;
  if (said === undefined || first === undefined) return [];
  const streamed = streamAnswer(session, engine, first);
  const answers = new Map<number, ChatMessage>();
  for (let after = said.change; ; ) {
    const updates = await engine.call((client) => client.chat.watch({ session: chat.id, after }));
    for await (const { messages } of updates) {
      for (const message of messages) {
        after = Math.max(after, message.change);
        const isNew = answers.get(message.id)?.state !== message.state;
        answers.set(message.id, message);
        if (message.state === 'pending' || !isNew || session.format === 'json') continue;
        const hasStreamed = message.id === first.id && (await streamed.end()) && message.state === 'done';
        if (!hasStreamed) show(session, message);
      }
      const all = [...answers.values()];
      if (!all.some(({ state }) => state === 'pending') || all.some(({ item }) => item !== null)) return all;
    }
  }
}

/** Text of an agent as the model gives it. `end` resolves with whether all of it has been printed. */
function streamAnswer(session: Session, engine: Engine, { author, runId, state }: ChatMessage): { end(): Promise<boolean> } {
  const { terminal } = session;
  if (author !== 'agent' || runId === null || state !== 'pending' || session.format === 'json' || !terminal.live)
    return { end: async () => false };
  let printed = false;
  const printing = (async () => {
    for await (const line of await engine.call((client) => client.runs.logs({ run: runId, step: 'answer', follow: true }))) {
      if (line.stream !== 'stdout') continue;
      terminal.write(inert(line.text));
      printed = true;
    }
    if (printed) terminal.write('\n');
  })().catch(() => {
    // The whole answer is printed when it is there.
    printed = false;
  });
  return { end: () => printing.then(() => printed) };
}

function show({ terminal, quiet }: Session, { author, name, text, state, runId, item }: ChatMessage): void {
  if (state === 'pending') return;
  const who = author === 'person' ? (name ?? 'you') : (name ?? 'Pawl');
  const told = state === 'failed' ? terminal.style('red', inert(text)) : inert(text);
  if (author === 'person') terminal.write(`${terminal.style('dim', `${inertLine(who)}: ${inertLine(text)}`)}\n`);
  else terminal.write(`${terminal.style('bold', inertLine(who))}: ${told}\n`);
  if (quiet) return;
  if (item !== null) terminal.note(`Answer with /approve ${item} or /reject ${item}.\n`);
  else if (runId !== null && author === 'run') terminal.note(`The run: pawl show ${runId}\n`);
}

function personName(): string {
  return process.env['USER'] ?? process.env['USERNAME'] ?? 'terminal';
}
