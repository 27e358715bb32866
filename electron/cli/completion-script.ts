import type { Command, Option } from 'commander';
import { assertNever } from '../../shared/lib/assert-never.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** Completes command names, their options, and the choices of options; everything else is left to the shell's file names. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help');
  switch (shell) {
    case 'bash':
      return bash(program, commands);
    case 'zsh':
      return `#compdef pawl\nautoload -U +X bashcompinit && bashcompinit\n${bash(program, commands)}`;
    case 'fish':
      return fish(program, commands);
    default:
      return assertNever(shell);
  }
}

function bash(program: Command, commands: readonly Command[]): string {
  const cases = commands.map((command) => `    ${command.name()}) words="${wordsOf(command, program)}" ;;`);
  const choices = choiceOptions([program, ...commands]).map(([flag, values]) => `    ${flag}) words="${values.join(' ')}" ;;`);
  return `_pawl() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) command="$word"; break ;; esac
  done
  case "$command" in
    "") words="${commands.map((command) => command.name()).join(' ')} ${words(program.options)}" ;;
${cases.join('\n')}
  esac
  case "$previous" in
${choices.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _pawl pawl
`;
}

function fish(program: Command, commands: readonly Command[]): string {
  const top = program.options.map((option) => fishOption(option, ''));
  const named = commands.map(
    (command) => `complete -c pawl -f -n __fish_use_subcommand -a ${command.name()} -d ${quote(command.description())}`,
  );
  const own = commands.flatMap((command) =>
    optionsOf(command).map((option) => fishOption(option, ` -n '__fish_seen_subcommand_from ${command.name()}'`)),
  );
  const inner = commands.flatMap((command) =>
    command.commands.map(
      (one) => `complete -c pawl -f -n '__fish_seen_subcommand_from ${command.name()}' -a ${one.name()} -d ${quote(one.description())}`,
    ),
  );
  return `${[...top, ...named, ...inner, ...own].join('\n')}\n`;
}

function fishOption(option: Option, condition: string): string {
  const takes = option.required ? ` -r${option.argChoices === undefined ? '' : ` -a ${quote(option.argChoices.join(' '))}`}` : '';
  return `complete -c pawl${condition} -l ${(option.long ?? '').slice(2)}${takes} -d ${quote(option.description)}`;
}

/** The words of a command of several: all of its subcommands' options are offered with each. */
function wordsOf(command: Command, program: Command): string {
  const inner = command.commands.map((one) => one.name());
  return [...inner, words([...optionsOf(command), ...program.options])].join(' ');
}

function optionsOf(command: Command): readonly Option[] {
  const options = [command, ...command.commands].flatMap((one) => one.options);
  return options.filter(({ long }, index) => options.findIndex((other) => other.long === long) === index);
}

function words(options: readonly Option[]): string {
  return options.flatMap(({ long }) => (long === undefined ? [] : [long])).join(' ');
}

function choiceOptions(commands: readonly Command[]): readonly (readonly [string, readonly string[]])[] {
  const options = commands.flatMap((command) => optionsOf(command));
  const chosen = new Map<string, readonly string[]>();
  for (const { long, argChoices } of options) if (long !== undefined && argChoices !== undefined) chosen.set(long, argChoices);
  return [...chosen];
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
