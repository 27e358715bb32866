import { Button } from '@mantine/core';
import type { MemoryChangeView } from '../../shared/contract/memory.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import classes from './memory-page.module.css';
import { useChanges } from './use-memory.ts';
import { Writer } from './writer.tsx';

/** What happened to one value, or to all; the newest first. */
export function ChangeList({ agent, name }: { readonly agent?: string; readonly name?: string }) {
  const changes = useChanges({ ...(agent === undefined ? {} : { agent }), ...(name === undefined ? {} : { key: name }) });
  const groups = gather(changes.data?.pages.flatMap((page) => page.items) ?? []);
  if (changes.isError) return <Failed title="The history could not be read" {...describeFailure(changes.error)} />;
  if (changes.isSuccess && groups.length === 0) return <p className={classes.hint}>The journal of it has run out.</p>;
  return (
    <>
      <ol className={classes.changes}>
        {groups.map(({ change, more }) => (
          <li key={change.number} className={classes.change}>
            <span className={classes.when}>
              <Ago at={change.at} />
            </span>
            <span>
              {name === undefined && (
                <>
                  <a href={hrefTo('memory', 'of', change.agent)}>{change.agent}</a> {did(change)}{' '}
                  <a href={hrefTo('memory', 'of', change.agent, 'key', change.key)}>{change.key}</a>
                  {more > 0 && <> and {more} more</>}{' '}
                </>
              )}
              {name !== undefined && <>{did(change)} </>}
              {change.via !== null && (
                <>
                  {change.kind === 'keep' ? 'beside that of' : 'from'} {change.via}
                  {change.source !== null && change.source !== change.via && <>, who has it from {change.source}</>}{' '}
                </>
              )}
              {change.kind !== 'expire' && <Writer by={change.by} />}
            </span>
          </li>
        ))}
      </ol>
      {changes.hasNextPage && (
        <Button size="compact-xs" variant="subtle" loading={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>
          Older ones
        </Button>
      )}
    </>
  );
}

interface ChangeGroup {
  readonly change: MemoryChangeView;
  /** How many others were done in the same way right before. */
  readonly more: number;
}

/** What one call has done to many values is one line. */
function gather(items: readonly MemoryChangeView[]): readonly ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (const change of items) {
    const last = groups.at(-1);
    if (last !== undefined && isAlike(last.change, change)) groups[groups.length - 1] = { ...last, more: last.more + 1 };
    else groups.push({ change, more: 0 });
  }
  return groups;
}

function isAlike(a: MemoryChangeView, b: MemoryChangeView): boolean {
  const isOneValue = a.agent === b.agent && a.key === b.key;
  return (
    !isOneValue && a.agent === b.agent && a.kind === b.kind && a.via === b.via && a.source === b.source && a.by === b.by && a.at === b.at
  );
}

function did({ kind }: MemoryChangeView): string {
  const words = {
    set: 'remembered',
    share: 'was given',
    sync: 'took over',
    delete: 'forgot',
    keep: 'kept the own',
    expire: 'forgot in time',
  } as const;
  return words[kind];
}
