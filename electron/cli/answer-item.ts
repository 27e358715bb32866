import type { InboxItem } from '../../shared/contract/inbox.ts';
import { readField } from './answer-questions.ts';
import { attendRun } from './attend-run.ts';
import { withBackgroundEngine } from './background-engine.ts';
import type { Engine } from './connect.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printJson, type Session } from './session.ts';
import { withEngine } from './with-engine.ts';

export interface AnswerOptions {
  readonly decision: 'approve' | 'reject' | 'push_back';
  readonly field?: Readonly<Record<string, string>>;
  readonly comment?: string | undefined;
  /** Do not show how the run goes on. */
  readonly detach?: boolean | undefined;
}

/** Answers an item of the inbox as it is now, and shows how its run goes on. */
export async function answerItem(session: Session, item: string, options: AnswerOptions): Promise<ExitCode> {
  if (options.detach === true) {
    // Whatever the answer sets going must not end with this command.
    const answered = await withBackgroundEngine(session, (engine) => answer(engine, item, options));
    if (session.format === 'json') printJson(session, answered);
    else if (!session.quiet) session.terminal.write(`Recorded. Run ${answered.goesOnAs ?? answered.runId} goes on.\n`);
    return exitCodes.done;
  }
  return withEngine(session, 'runs', async (engine) => {
    const { runId, goesOnAs } = await answer(engine, item, options);
    return attendRun(session, engine, goesOnAs ?? runId);
  });
}

async function answer(engine: Engine, item: string, { decision, field = {}, comment }: AnswerOptions): Promise<InboxItem> {
  const by = process.env['USER'] ?? process.env['USERNAME'] ?? 'terminal';
  const seen = await engine.call((client) => client.inbox.get({ item }));
  const fields = fieldsOf(seen, field);
  return engine.call((client) => client.inbox.answer({ item: seen.id, hash: seen.hash, decision, by, comment, fields }));
}

function fieldsOf({ fields }: InboxItem, given: Readonly<Record<string, string>>) {
  const typeOf = (name: string) => fields.find((field) => field.name === name)?.type ?? 'string';
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, readField(typeOf(name), text)]));
}
