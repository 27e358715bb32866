import type { Command } from 'commander';
import type { Check } from '../../../shared/contract/system.ts';
import { readHost } from '../../host/host-file.ts';
import { exitCodes } from '../exit-codes.ts';
import { inert } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('doctor')
    .description('check that everything Pawl needs is there')
    .option('--deep', 'compare indexes with tables, and every run with its events')
    .action(
      perform(async (session, { deep = false }: { readonly deep?: boolean }) => {
        const checks = [...(await engineChecks()), await serverCheck(session.dataDir)];
        const ok = checks.every((check) => check.ok);
        const { terminal } = session;
        if (session.format === 'json') printJson(session, { ok, checks });
        else {
          for (const check of checks) {
            if (check.ok && session.quiet) continue;
            terminal.write(
              `${check.ok ? terminal.style('green', '✓') : terminal.style('red', '✗')} ${check.name}: ${inert(check.detail)}\n`,
            );
            if (!check.ok && check.fix !== undefined) terminal.write(`    ${inert(check.fix)}\n`);
          }
        }
        return ok ? exitCodes.done : exitCodes.failed;

        async function engineChecks(): Promise<readonly Check[]> {
          try {
            return (await withEngine(session, 'none', (engine) => engine.call((client) => client.system.doctor({ deep })))).checks;
          } catch (error) {
            if (error instanceof Error && 'problem' in error) {
              const { diagnose } = await import('../../rescue/diagnose.ts');
              return diagnose(session.dataDir, error.problem, error.message, Date.now());
            }
            const { toFailure } = await import('../failure.ts');
            const { message, hint } = toFailure(error);
            return [{ name: 'engine', ok: false, detail: message, ...(hint === undefined ? {} : { fix: hint }) }];
          }
        }
      }),
    );
}

/** Whether there is a window, REST and webhooks, and where. */
async function serverCheck(dataDir: string): Promise<Check> {
  const host = await readHost(dataDir);
  if (host?.port !== undefined) return { name: 'server', ok: true, detail: `on http://127.0.0.1:${host.port} (process ${host.pid})` };
  const detail = host === undefined ? 'off: no engine serves this data folder' : `off: process ${host.pid} serves its local socket only`;
  return { name: 'server', ok: true, detail };
}
