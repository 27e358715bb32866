import { ActionError } from '../../../shared/lib/action-error.ts';
import { type GitSetting, HARDENED_MARK, UNTRUSTED_SETTINGS } from './git-command.ts';

interface Entry {
  readonly scope: string;
  /** Section and name in lower case, as git prints them. */
  readonly key: string;
  readonly value: string;
}

export interface RepositoryConfig {
  /** The last value of a key, whoever set it. */
  get(key: string): string | undefined;
  /** `core.sshCommand` of the user or the machine. */
  readonly usersSsh: string | undefined;
  /** What to set so that nothing that came with the repository runs a program. */
  readonly neutral: readonly GitSetting[];
  /** The repository says which programs serve a fetch or push. Of these git takes the first, so that only an option overrides them. */
  readonly namesRemotePrograms: boolean;
  /** Programs of the repository that change contents: without them a commit or checkout would hold wrong bytes. */
  readonly contentPrograms: readonly string[];
}

const CONTENT_PROGRAM = /^(?:filter\..*\.(?:clean|smudge|process)|merge\..*\.driver)$/s;

/** Settings that name a program, and what stands for none. Null is for helpers, which are a list. */
const PROGRAMS: readonly (readonly [RegExp, string | null])[] = [
  [/^filter\..*\.(?:clean|smudge|process)$/s, ''],
  [/^filter\..*\.required$/s, 'false'],
  [/^merge\..*\.driver$/s, 'false'],
  [/^diff\..*\.(?:command|textconv)$/s, ''],
  [/^diff\.external$/, ''],
  [/^credential(?:\..*)?\.helper$/s, null],
  [/^core\.(?:askpass|editor|pager|gitproxy|alternaterefscommand)$/, ''],
  [/^gpg\.(?:openpgp\.)?program$/, 'gpg'],
  [/^gpg\.x509\.program$/, 'gpgsm'],
  [/^gpg\.ssh\.program$/, 'ssh-keygen'],
  [/^gpg\.ssh\.defaultkeycommand$/, ''],
  [/^trailer\..*\.(?:command|cmd)$/s, ''],
  [/^interactive\.difffilter$/, ''],
];

/** Reads what `git config --list --show-scope -z` printed. Throws `GIT_TOO_OLD` when git has not read our own settings. */
export function readConfig(printed: string): RepositoryConfig {
  const entries = parseEntries(printed);
  if (!entries.some(({ scope, key }) => scope === 'command' && key === HARDENED_MARK[0])) {
    throw new ActionError('GIT_TOO_OLD', 'This git cannot be told to leave the programs of a repository alone', {
      hint: 'Install git 2.31 or later.',
    });
  }
  const own = entries.filter(({ scope }) => scope === 'local' || scope === 'worktree');
  const users = entries.filter(({ scope }) => scope === 'system' || scope === 'global');
  const keys = new Set(own.map(({ key }) => key));
  return {
    get: (key) => entries.findLast((entry) => entry.key === key)?.value,
    usersSsh: users.findLast(({ key }) => key === 'core.sshcommand')?.value,
    neutral: [...UNTRUSTED_SETTINGS, ...[...keys].flatMap((key) => neutralise(key, users))],
    namesRemotePrograms: [...keys].some((key) => /^remote\..*\.(?:uploadpack|receivepack)$/s.test(key)),
    contentPrograms: [...keys].filter((key) => CONTENT_PROGRAM.test(key)),
  };
}

function neutralise(key: string, users: readonly Entry[]): GitSetting[] {
  const program = PROGRAMS.find(([pattern]) => pattern.test(key));
  if (program === undefined) return [];
  const [, none] = program;
  const usual = users.filter((entry) => entry.key === key).map(({ value }): GitSetting => [key, value]);
  // An empty helper empties the list of helpers before it.
  if (none === null) return [[key, ''], ...usual];
  return usual.length > 0 ? usual : [[key, none]];
}

function parseEntries(printed: string): Entry[] {
  const fields = printed.split('\0');
  const entries: Entry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const setting = fields[at + 1] ?? '';
    const end = setting.indexOf('\n');
    // A key without a value means true.
    entries.push({
      scope: fields[at] ?? '',
      key: end < 0 ? setting : setting.slice(0, end),
      value: end < 0 ? 'true' : setting.slice(end + 1),
    });
  }
  return entries;
}
