import { Anchor, Badge, Button, Select, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { Ago } from '../ui/time.tsx';
import { useVersions } from './use-versions.ts';
import { VersionView } from './version-view.tsx';
import classes from './versions-page.module.css';

/** The history of a workflow: what each version changed, and the way back to it. */
export function VersionsPage({ workflow }: { readonly workflow: string }) {
  const queries = useQueryClient();
  const head = useQuery({ queryKey: ['workflow', workflow], queryFn: ({ signal }) => engine.workflows.get({ workflow }, { signal }) });
  const versions = useVersions(workflow);
  const [asked, setAsked] = useState<number>();
  const [against, setAgainst] = useState<string>('before');
  const restore = useMutation({
    mutationFn: (number: number) => engine.workflows.restore({ workflow, number }),
    onSuccess: ({ workflow: saved }, number) => {
      tellDone(`${saved.name} is as it was in version ${number}, as a new version.`);
      setAsked(undefined);
    },
    onError: tellFailure,
    onSettled: () => Promise.all(['workflow', 'workflows'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });

  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = items.find(({ number }) => number === asked) ?? items[0];
  const before = shown === undefined ? undefined : items.find(({ number }) => number < shown.number);
  const base = against === 'before' ? before?.number : Number(against);
  return (
    <Page
      title={head.data === undefined ? 'Versions' : `Versions of ${head.data.name}`}
      subtitle={
        head.isSuccess && (
          <Anchor size="xs" href={hrefTo('builder', workflow)}>
            Open it in the builder
          </Anchor>
        )
      }
      actions={
        shown !== undefined &&
        !shown.current && (
          <Button size="xs" loading={restore.isPending} onClick={() => restore.mutate(shown.number)}>
            Restore version {shown.number}
          </Button>
        )
      }
    >
      {versions.isError && (
        <Failed title="The versions could not be read" {...describeFailure(versions.error)} onRetry={() => void versions.refetch()} />
      )}
      {versions.isPending && <RowSkeletons label="Loading the versions" rowHeight={52} />}
      {versions.isSuccess && items.length === 0 && <Empty title="No versions">This workflow has not been saved yet.</Empty>}
      {shown !== undefined && (
        <div className={classes.columns}>
          <div className={classes.list}>
            <ul aria-label="Versions">
              {items.map(({ number, version, createdAt, current }) => (
                <li key={number}>
                  <button
                    type="button"
                    className={classes.one}
                    aria-current={number === shown.number || undefined}
                    onClick={() => setAsked(number)}
                  >
                    <span className={classes.number}>
                      Version {number}
                      {current && (
                        <Badge size="xs" variant="light" tt="none">
                          current
                        </Badge>
                      )}
                    </span>
                    <span className={classes.when}>
                      {version}, <Ago at={createdAt} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {versions.hasNextPage && (
              <Button size="xs" variant="subtle" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
                Older versions
              </Button>
            )}
          </div>
          <section className={classes.view} aria-label={`Version ${shown.number}`}>
            <div className={classes.against}>
              <Text size="sm">Compared with</Text>
              <Select
                size="xs"
                w={190}
                aria-label="Compared with"
                allowDeselect={false}
                value={against}
                onChange={(value) => setAgainst(value ?? 'before')}
                data={[
                  { value: 'before', label: before === undefined ? 'nothing: it is the first' : `the one before (${before.number})` },
                  ...items
                    .filter(({ number }) => number !== shown.number)
                    .map(({ number }) => ({ value: String(number), label: `Version ${number}` })),
                ]}
              />
            </div>
            <VersionView workflow={workflow} number={shown.number} base={base === shown.number ? undefined : base} />
          </section>
        </div>
      )}
    </Page>
  );
}
