import { Text } from '@mantine/core';
import type { CapabilityView } from '../../shared/contract/import-preview.ts';
import type { CapabilityKind } from '../../shared/workflow/capabilities.ts';
import classes from './capability-sheet.module.css';

const titles: Readonly<Record<CapabilityKind, string>> = {
  folder: 'Folders',
  write: 'Changes files',
  read: 'Reads files',
  command: 'Runs commands',
  host: 'Reaches',
  repository: 'Repositories',
  secret: 'Secrets',
  environment: 'Machine variables',
  model: 'Models',
  workflow: 'Other workflows',
  notification: 'Notifies',
  start: 'Starts',
  other: 'Other',
};
/** What can do harm that nothing takes back. */
const bold: ReadonlySet<CapabilityKind> = new Set(['command', 'write', 'host', 'secret', 'environment']);

/** What a workflow can touch, by kind: every word of it as it is written, never as markup. */
export function CapabilitySheet({ capabilities }: { readonly capabilities: readonly CapabilityView[] }) {
  const kinds = [...Map.groupBy(capabilities, ({ kind }) => kind)];
  return (
    <dl className={classes.sheet} aria-label="What it can touch">
      {kinds.map(([kind, those]) => (
        <div key={kind} className={classes.kind} data-bold={bold.has(kind) || undefined}>
          <dt>{titles[kind]}</dt>
          <dd>
            <ul>
              {those.map(({ what, by }) => (
                <li key={what}>
                  <code>{kind === 'folder' && what === '.' ? 'its own folder' : what}</code>
                  {by.length > 0 && kind !== 'start' && (
                    <Text span size="xs" c="dimmed">
                      {by.slice(0, 4).join(', ')}
                      {by.length > 4 && ` and ${by.length - 4} more`}
                    </Text>
                  )}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
      {!capabilities.some(({ kind }) => kind === 'start') && (
        <div className={classes.kind}>
          <dt>{titles.start}</dt>
          <dd>by hand only</dd>
        </div>
      )}
    </dl>
  );
}
