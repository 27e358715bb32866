import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listTemplates } from '../templates/templates.ts';
import { attendRun } from './attend-run.ts';
import type { Engine } from './connect.ts';
import { copyTemplate, findTemplate } from './new-workflow.ts';
import { inertLine } from './output/text.ts';
import type { Session } from './session.ts';

/** At the very first start: lets a person try a template. Without a terminal it only tells how. */
export async function offerTemplate(session: Session, engine: Engine): Promise<void> {
  const { terminal, format, quiet } = session;
  if (format === 'json' || quiet || !(await isFirstStart(engine))) return;
  const all = await Promise.all((await listTemplates()).map(({ slug }) => findTemplate(slug)));
  const templates = all.filter(({ worksOnSample, asksModel }) => worksOnSample && !asksModel);
  if (templates.length === 0) return;
  if (!terminal.interactive) {
    terminal.write('To try a template: pawl templates, then pawl new <file> --template <name>, then pawl run <file>\n');
    return;
  }
  terminal.write('\nWelcome. Here are some things Pawl can do:\n');
  for (const [index, { name, story }] of templates.entries()) {
    terminal.write(`${String(index + 1).padStart(3)}  ${terminal.style('bold', inertLine(name))}  ${inertLine(story)}\n`);
  }
  const answer = await terminal.ask('Which one shall run now, on sample files? (a number, or Enter for none) ');
  const chosen = templates[Number(answer) - 1];
  if (chosen === undefined) return;
  const folder = await mkdtemp(path.join(tmpdir(), `pawl-${chosen.slug}-`));
  const file = await copyTemplate(chosen, folder);
  terminal.write(`Running it in ${folder}\n`);
  const source = { text: await readFile(file, 'utf8'), path: file };
  const { runId } = await engine.call((client) => client.runs.start({ source, triggeredBy: 'welcome' }));
  await attendRun(session, engine, runId);
}

async function isFirstStart(engine: Engine): Promise<boolean> {
  const { counts } = await engine.call((client) => client.system.info());
  const { items } = await engine.call((client) => client.runs.list({ limit: 1 }));
  return counts.workflows === 0 && items.length === 0;
}
