import { Command, Option } from 'commander';
import { version } from './version.ts';

interface CommandModule {
  define(program: Command): void;
}

/** In the order in which help lists them. Each is loaded when it is called, or when all are listed. */
const commands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  run: () => import('./commands/run.ts'),
  exec: () => import('./commands/exec.ts'),
  list: () => import('./commands/list.ts'),
  runs: () => import('./commands/runs.ts'),
  stats: () => import('./commands/stats.ts'),
  status: () => import('./commands/status.ts'),
  show: () => import('./commands/show.ts'),
  logs: () => import('./commands/logs.ts'),
  pause: () => import('./commands/pause.ts'),
  resume: () => import('./commands/resume.ts'),
  cancel: () => import('./commands/cancel.ts'),
  retry: () => import('./commands/retry.ts'),
  decide: () => import('./commands/decide.ts'),
  chat: () => import('./commands/chat.ts'),
  inbox: () => import('./commands/inbox.ts'),
  approve: () => import('./commands/approve.ts'),
  reject: () => import('./commands/reject.ts'),
  checkpoints: () => import('./commands/checkpoints.ts'),
  checkpoint: () => import('./commands/checkpoint.ts'),
  validate: () => import('./commands/validate.ts'),
  graph: () => import('./commands/graph.ts'),
  convert: () => import('./commands/convert.ts'),
  diff: () => import('./commands/diff.ts'),
  schema: () => import('./commands/schema.ts'),
  new: () => import('./commands/new.ts'),
  templates: () => import('./commands/templates.ts'),
  import: () => import('./commands/import.ts'),
  export: () => import('./commands/export.ts'),
  enable: () => import('./commands/enable.ts'),
  disable: () => import('./commands/disable.ts'),
  duplicate: () => import('./commands/duplicate.ts'),
  delete: () => import('./commands/delete.ts'),
  triggers: () => import('./commands/triggers.ts'),
  journal: () => import('./commands/journal.ts'),
  events: () => import('./commands/events.ts'),
  publish: () => import('./commands/publish.ts'),
  fire: () => import('./commands/fire.ts'),
  backtest: () => import('./commands/backtest.ts'),
  week: () => import('./commands/week.ts'),
  agents: () => import('./commands/agents.ts'),
  memory: () => import('./commands/memory.ts'),
  models: () => import('./commands/models.ts'),
  secrets: () => import('./commands/secrets.ts'),
  serve: () => import('./commands/serve.ts'),
  open: () => import('./commands/open.ts'),
  doctor: () => import('./commands/doctor.ts'),
  backup: () => import('./commands/backup.ts'),
  vacuum: () => import('./commands/vacuum.ts'),
  rescue: () => import('./commands/rescue.ts'),
  completion: () => import('./commands/completion.ts'),
  // Hidden: what `--detach` starts where no engine is alive.
  'run-queue': () => import('./commands/run-queue.ts'),
};

/** The `pawl` command with the subcommand that `argv` calls; with all of them where it calls none. */
export async function makeProgram(argv: readonly string[]): Promise<Command> {
  const program = new Command('pawl')
    .description('Automates your own machine: durable workflows of file, shell, git and data steps.')
    .version(version)
    .addOption(new Option('--format <format>', 'how to answer').choices(['table', 'json']).default('table'))
    .option('--home <folder>', 'the data folder (default: PAWL_HOME, else your configuration folder)')
    .option('--quiet', 'only results and errors')
    .option('--no-color', 'no colours')
    .configureHelp({ showGlobalOptions: true })
    // Failures are told once, by main.ts, in the format that was asked for.
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .showSuggestionAfterError();
  program.hook('preAction', async (_, command) => {
    if (process.env['PAWL_STEP'] !== undefined) (await import('./refuse-agents.ts')).refuseAgents(command, process.env);
  });
  const needed = Object.entries(commands).filter(([name]) => isNeeded(name, argv));
  for (const module of await Promise.all(needed.map(([, load]) => load()))) module.define(program);
  program.addHelpText('after', examples);
  if (argv.length === 0) program.action(() => program.outputHelp());
  return program;
}

const examples = `
Examples:
  pawl new tidy.pawl.yaml                 write a first workflow
  pawl run tidy.pawl.yaml --input days=7  run a file and follow it
  pawl import tidy.pawl.yaml              keep it, and arm its triggers
  pawl serve                              watch the triggers until Ctrl-C
  pawl runs --status failed               what went wrong lately

Exit codes: 0 done, 1 the run failed, 2 usage or invalid workflow, 3 not found, 4 cancelled,
5 waiting for a person, 6 engine not reachable, 130 interrupted.`;

const optionsWithValue = new Set(['--format', '--home']);

function isNeeded(name: string, argv: readonly string[]): boolean {
  if (argv[0] === '--version' || argv[0] === '-V') return false;
  const called = calledCommand(argv);
  // Help lists all commands, the completion script knows them, and a suggestion is chosen among them.
  return called === undefined || called === 'completion' || called === name;
}

/** The first word that is neither an option nor an option's value, if it is a command. */
function calledCommand(argv: readonly string[]): string | undefined {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (optionsWithValue.has(word)) at += 1;
    else if (!word.startsWith('-')) return Object.hasOwn(commands, word) ? word : undefined;
  }
  return undefined;
}
