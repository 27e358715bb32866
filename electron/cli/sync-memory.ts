import type { MemoryDecision } from '../../shared/contract/memory.ts';
import type { ConflictPolicy } from '../../shared/memory/plan-sync.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { inert, inertLine } from './output/text.ts';
import { printJson, type Session } from './session.ts';
import { withEngine } from './with-engine.ts';

interface SyncCall {
  readonly agent: string;
  readonly from: string;
  readonly conflict: ConflictPolicy;
  readonly keys: readonly string[] | undefined;
}

/** Takes over from another agent, and asks at the terminal what to do about conflicts where that is wanted. The exit code to end with. */
export async function syncMemory(session: Session, { keys, ...call }: SyncCall): Promise<ExitCode> {
  const { terminal, format } = session;
  const input = { ...call, by: 'cli', ...(keys === undefined ? {} : { keys: [...keys] }) };
  const done = await withEngine(session, 'none', async (engine) => {
    const first = await engine.call((client) => client.memory.sync(input));
    const open = first.conflicts.filter(({ outcome }) => outcome === 'open');
    if (open.length === 0 || !terminal.interactive || format === 'json') return first;
    const decisions: Record<string, MemoryDecision> = {};
    for (const { key, own, theirs } of open) {
      terminal.write(`\n${terminal.style('bold', inertLine(key))}\n`);
      terminal.write(`  ${inertLine(own.agent)}: ${inert(JSON.stringify(own.value))}\n`);
      terminal.write(`  ${inertLine(theirs.agent)}: ${inert(JSON.stringify(theirs.value))}\n`);
      const answer = (await terminal.ask('[k]eep the own, [t]ake theirs, Enter leaves it open: ')).toLowerCase();
      const choice = answer.startsWith('k') ? 'keep' : answer.startsWith('t') ? 'take' : undefined;
      if (choice !== undefined) decisions[key] = { choice, own: own.revision, theirs: theirs.revision };
    }
    const second = await engine.call((client) => client.memory.sync({ ...input, decisions }));
    return { ...second, taken: [...first.taken, ...second.taken] };
  });
  if (format === 'json') printJson(session, done);
  else {
    const outcomes = new Map(done.conflicts.map(({ key, outcome }) => [key, outcome]));
    const mark = (key: string): string => (outcomes.has(key) ? ' (both had changed it)' : '');
    for (const key of done.taken) terminal.write(`${inertLine(key)}: taken from ${inertLine(call.from)}${mark(key)}\n`);
    for (const key of done.kept) terminal.write(`${inertLine(key)}: kept${mark(key)}\n`);
    for (const [key, outcome] of outcomes) if (outcome === 'open') terminal.write(`${inertLine(key)}: open, both have changed it\n`);
    if (done.taken.length + done.kept.length + outcomes.size === 0) terminal.note('There was nothing new.\n');
  }
  return done.conflicts.some(({ outcome }) => outcome === 'open') ? exitCodes.needsPerson : exitCodes.done;
}
