import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { weekText } from '../output/week-table.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface WeekOptions {
  readonly from?: string;
  readonly zone?: string;
  readonly asleep?: { readonly from: string; readonly to: string };
  readonly trigger?: string;
  readonly workflow?: string;
}

export function define(program: Command): void {
  program
    .command('week')
    .description('what the schedules would do in seven days, also when the machine sleeps')
    .option('--from <date>', 'beginning on this day, or at this moment; default: now', day)
    .option('--zone <zone>', 'by the clock of this time zone: Europe/Berlin')
    .option('--asleep <times>', 'when the machine sleeps each night: 23:00-07:00', nightTimes)
    .option('--trigger <trigger>', 'only this one: workflow/trigger')
    .option('--workflow <workflow>', 'only of this workflow: a name or an id')
    .addHelpText('after', '\nExample:\n  pawl week --from 2026-03-27 --zone Europe/Berlin --asleep 23:00-07:00')
    .action(
      perform(async (session, { from, zone, asleep: night, trigger, workflow }: WeekOptions) => {
        const week = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.triggers.week({ from, zone, night, trigger, workflow })),
        );
        if (session.format === 'json') printJson(session, week);
        else session.terminal.write(weekText(week, session.terminal));
        return exitCodes.done;
      }),
    );
}

/** A date stays one, so that it means midnight in the zone. */
function day(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write a date (2026-03-27) or a moment (2026-03-27T12:00Z).');
  return new Date(at).toISOString();
}

function nightTimes(text: string): { from: string; to: string } {
  const match = /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/.exec(text.trim());
  const [from, to] = [match?.[1], match?.[2]].map((time) => time?.padStart(5, '0'));
  if (from === undefined || to === undefined || from > '23:59' || to > '23:59' || from === to)
    throw new InvalidArgumentError('Write two times of the day: 23:00-07:00.');
  return { from, to };
}
