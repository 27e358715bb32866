import type { InboxItem } from '../../shared/contract/inbox.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import type { Engine } from './connect.ts';
import { inert, inertLine } from './output/text.ts';
import type { Session } from './session.ts';

/**
 * Puts what the run asks to the person at the terminal, one question after the other. False when something is asked and nobody is there to
 * answer: the item stays open in the inbox.
 */
export async function answerQuestions(session: Session, engine: Engine, run: string, options: { readonly yes: boolean }): Promise<boolean> {
  const { terminal, format, quiet } = session;
  const { items } = await engine.call((client) => client.inbox.list({ run }));
  const asked = items.filter(({ kind }) => kind !== 'interrupted');
  if (asked.length === 0) return true;
  const canAsk = terminal.interactive && format === 'table';
  if (!canAsk && !options.yes) {
    if (!quiet) for (const item of asked) terminal.note(howToAnswer(item));
    return false;
  }
  for (const item of asked) {
    const answer = options.yes ? { decision: 'approve' as const, fields: {}, by: '--yes' } : await ask(session, item);
    if (answer === undefined) return false;
    try {
      await engine.call((client) => client.inbox.answer({ item: item.id, hash: item.hash, ...answer }));
    } catch (error) {
      // Somebody else may have been faster, or a form needs more than a yes.
      terminal.note(`${error instanceof Error ? error.message : String(error)}\n`);
      if (options.yes) return false;
    }
  }
  return true;
}

function howToAnswer({ id, title, message, askedOf }: InboxItem): string {
  const who = askedOf === null ? 'Somebody' : inertLine(askedOf);
  return `${who} is asked: ${inertLine(title)}: ${inertLine(message)}\nAnswer with: pawl approve ${id}, or pawl reject ${id} --comment TEXT\n`;
}

interface Answer {
  readonly decision: 'approve' | 'reject' | 'push_back';
  readonly fields: JsonObject;
  readonly by: string;
  readonly comment?: string;
}

/** Undefined when the person leaves the question open. */
async function ask({ terminal }: Session, item: InboxItem): Promise<Answer | undefined> {
  terminal.write(`\n${terminal.style('bold', inertLine(item.title))}${item.askedOf === null ? '' : ` (for ${inertLine(item.askedOf)})`}\n`);
  terminal.write(`${inert(item.message)}\n`);
  if (item.subject !== null) terminal.write(`${inert(JSON.stringify(item.subject, null, 2))}\n`);
  const canPushBack = item.decisions.includes('push_back');
  const answer = (await terminal.ask(`Approve? [y]es, [n]o${canPushBack ? ', [p]ush back' : ''}, Enter leaves it open: `)).toLowerCase();
  const by = process.env['USER'] ?? process.env['USERNAME'] ?? 'terminal';
  if (answer.startsWith('p') && canPushBack) {
    return { decision: 'push_back', fields: {}, by, comment: await terminal.ask('What should be different? ') };
  }
  if (answer.startsWith('n')) return { decision: 'reject', fields: {}, by, comment: await terminal.ask('Why? (Enter for no reason) ') };
  if (!answer.startsWith('y')) {
    terminal.note(howToAnswer(item));
    return undefined;
  }
  const fields: Record<string, JsonObject[string]> = {};
  for (const field of item.fields) {
    const choices = field.choices === undefined ? '' : ` (${field.choices.map(inertLine).join(', ')})`;
    const preset = field.default === undefined ? '' : ` [${inertLine(JSON.stringify(field.default))}]`;
    const text = await terminal.ask(`${inertLine(field.label)}${choices}${preset}: `);
    if (text !== '') fields[field.name] = readField(field.type, text);
  }
  return { decision: 'approve', fields, by };
}

/** As the form wants it; what does not fit is refused by the engine, which says so. */
export function readField(type: InboxItem['fields'][number]['type'], text: string): JsonObject[string] {
  if (type === 'number' && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text);
  if (type === 'boolean') return /^(y|yes|true|1)$/i.test(text) ? true : /^(n|no|false|0)$/i.test(text) ? false : text;
  return text;
}
