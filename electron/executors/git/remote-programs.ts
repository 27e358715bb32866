import type { Repository } from './repository.ts';

/** Options of fetch and ls-remote, so that the repository does not choose the program that serves them. */
export function usualUploadPack({ trusted, config }: Repository): string[] {
  return !trusted && config.namesRemotePrograms ? ['--upload-pack=git-upload-pack'] : [];
}

/** Options of push. A remote that is a folder of this machine would run its hooks here, as us, and a hostile repository may name a folder in itself. */
export async function safeReceivePack(repository: Repository, remote: string): Promise<string[]> {
  const { trusted, config } = repository;
  if (trusted) return [];
  const named = await repository.ask('remote', ['get-url', '--push', '--', remote]);
  if (isFolder(named.exitCode === 0 ? named.stdout.trim() : remote)) {
    return ['--receive-pack=git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c gc.auto=0 receive-pack'];
  }
  return config.namesRemotePrograms ? ['--receive-pack=git-receive-pack'] : [];
}

/** Neither `https://host/x` nor `host:x`; `C:\x` and `file:///x` are folders. */
function isFolder(address: string): boolean {
  if (/^file:\/\//i.test(address) || /^[a-z]:[\\/]/i.test(address)) return true;
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(address) && !/^[^/\\]+:/.test(address);
}
