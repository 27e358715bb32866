import { spawn } from 'node:child_process';

const settleMs = 3000;

/** False where there is no desktop, or nothing that opens addresses. */
export async function openInBrowser(url: string): Promise<boolean> {
  const { env, platform } = process;
  if (platform === 'linux' && env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) return false;
  const [program, ...args] = openers[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(program ?? '', [...args, url], { stdio: 'ignore', windowsHide: true });
    // Some openers stay as long as the browser that they start.
    const stays = setTimeout(() => resolve(true), settleMs);
    child.unref();
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    function settle(opened: boolean): void {
      clearTimeout(stays);
      resolve(opened);
    }
  });
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  // Not through cmd.exe, which would read the address as a command line.
  win32: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
};
