import { stat } from 'node:fs/promises';
import { ActionError, type ErrorKind } from '../../../shared/lib/action-error.ts';
import { formatDuration } from '../../../shared/lib/duration.ts';

interface Cause {
  readonly code: string;
  readonly says: RegExp;
  readonly hint: string;
  readonly kind?: ErrorKind;
}

/** git tells causes apart only by what it says, in English under LC_ALL=C. The first match counts. */
const CAUSES: readonly Cause[] = [
  {
    code: 'REPOSITORY_NOT_TRUSTED',
    says: /detected dubious ownership/,
    hint: 'The folder belongs to another user. If you trust it, run: git config --global --add safe.directory <folder>',
    kind: 'needs_person',
  },
  {
    code: 'NOT_A_REPOSITORY',
    says: /not a git repository|must be run in a work tree/,
    hint: 'Let `repo` name a folder of a git repository.',
  },
  {
    code: 'NO_IDENTITY',
    says: /Please tell me who you are|unable to auto-detect email|empty ident name|no (?:name|email) was given/,
    hint: 'Tell git who you are: git config --global user.name "…" and git config --global user.email "…"',
    kind: 'needs_person',
  },
  {
    code: 'PROTOCOL_REFUSED',
    says: /transport '.*' not allowed/,
    hint: 'Steps use https, ssh and local paths only. Correct the address of the remote.',
  },
  {
    code: 'AUTH',
    says: /could not read (?:Username|Password)|Authentication failed|Permission denied \(|terminal prompts disabled|Host key verification failed|error: 40[13]/,
    hint: 'Steps never ask for a password. Sign in once by hand (credential helper, gh auth login, ssh-agent), then run the step again.',
    kind: 'needs_person',
  },
  {
    code: 'NON_FAST_FORWARD',
    says: /\[rejected\]|non-fast-forward|stale info|fetch first|Not possible to fast-forward|Diverging branches/,
    hint: 'The other side has commits that are missing here. Pull first, or merge without `fastForward: only`.',
  },
  {
    code: 'PUSH_REJECTED',
    says: /\[remote rejected\]/,
    hint: 'The remote refused the push by a rule or hook of its own; the log has its answer.',
  },
  {
    code: 'REMOTE_NOT_FOUND',
    says: /does not appear to be a git repository|repository '.*' (?:does not exist|not found)|Repository not found|No such remote/,
    hint: 'See the remotes with: git remote -v',
  },
  {
    code: 'NETWORK',
    says: /Could not resolve host|Failed to connect|Connection (?:refused|timed out|reset|closed)|Network is unreachable|unable to access|early EOF|hung up unexpectedly/,
    hint: 'See that the remote can be reached, then retry.',
    kind: 'retryable',
  },
  {
    code: 'DIRTY_TREE',
    says: /would be overwritten|commit your changes or stash them|contains modified or untracked files|local changes/,
    hint: 'Commit or stash the changes first.',
  },
  {
    code: 'CONFLICT',
    says: /unmerged files|you need to resolve|not concluded your merge|unfinished merge|in the middle of/,
    hint: 'Resolve or abort the merge that is in progress.',
  },
  { code: 'DETACHED_HEAD', says: /not currently on a branch|HEAD detached/, hint: 'Check a branch out first, or name one.' },
  {
    code: 'ALREADY_EXISTS',
    says: /already exists|already used by worktree|already checked out/,
    hint: 'Choose another name, or remove what is there.',
  },
  { code: 'NOT_MERGED', says: /not fully merged/, hint: 'Its commits are in no other branch. Merge it first, or set `force: true`.' },
  {
    code: 'REF_NOT_FOUND',
    says: /unknown revision|bad revision|bad object|ambiguous argument|did not match any|not a valid|couldn't find remote ref|invalid reference|Needed a single revision|not something we can merge|not found|no branch named|does not have any commits|Remote branch .* not found|No stash entries|not a working tree/i,
    hint: 'See that the branch, tag, commit or file exists; git.fetch gets those of a remote.',
  },
];

const LOCK = /Unable to create '(?<file>[^']+\.lock)': File exists/;

/** What went wrong, from what git said. */
export async function gitError(action: string, folder: string, said: string): Promise<ActionError> {
  const lock = LOCK.exec(said)?.groups?.['file'];
  if (lock !== undefined) return lockedError(action, lock);
  const cause = CAUSES.find(({ says }) => says.test(said));
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^hint:/.test(line));
  const reason = lines.find((line) => /^(?:fatal|error):|^\s*!/.test(line)) ?? lines.at(-1) ?? 'git gave no reason';
  return new ActionError(cause?.code ?? 'GIT_FAILED', `Could not ${action} in ${folder}: ${reason.trim()}`, {
    kind: cause?.kind ?? 'fatal',
    hint: cause?.hint ?? 'The log holds what git said.',
    details: { stderr: said.slice(-4000) },
  });
}

/** The lock may belong to a git that is at work, which nobody can tell from here: it is never removed. */
async function lockedError(action: string, file: string): Promise<ActionError> {
  const facts = await stat(file).catch(() => undefined);
  const age = facts === undefined ? 'it is gone by now' : `it is ${formatDuration(Math.max(0, Date.now() - facts.mtimeMs))} old`;
  return new ActionError('LOCKED', `Could not ${action}: another git holds ${file} (${age})`, {
    kind: 'retryable',
    hint: 'Wait for the other git to end. If none runs, a crash has left the file behind: remove it by hand.',
    details: { file, ageMs: facts === undefined ? null : Math.round(Date.now() - facts.mtimeMs) },
  });
}
