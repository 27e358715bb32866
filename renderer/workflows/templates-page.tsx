import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import layout from '../ui/list-detail.module.css';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { TemplateView } from './template-view.tsx';
import classes from './templates-page.module.css';

/** Workflows to start from: what there is at the left, one of them at the right. */
export function TemplatesPage({ slug }: { readonly slug: string | undefined }) {
  const templates = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => engine.templates.list(undefined, { signal }) });
  const items = templates.data?.items ?? [];
  const groups = [
    { title: 'Without any account', templates: items.filter(({ own, asksModel }) => !own && !asksModel) },
    { title: 'Ask a model', templates: items.filter(({ own, asksModel }) => !own && asksModel) },
    { title: 'Yours', templates: items.filter(({ own }) => own) },
  ].filter(({ templates: some }) => some.length > 0);
  const shown = items.find((one) => one.slug === slug) ?? groups[0]?.templates[0];
  return (
    <Page
      title="Templates"
      subtitle="Workflows that work as they are, to be made yours"
      actions={
        <Button size="xs" variant="default" component="a" href={hrefTo('workflows')}>
          Your workflows
        </Button>
      }
    >
      {templates.isError && (
        <Failed title="The templates could not be read" {...describeFailure(templates.error)} onRetry={() => void templates.refetch()} />
      )}
      {templates.isPending && <RowSkeletons label="Loading the templates" rowHeight={64} />}
      {templates.isSuccess && items.length === 0 && (
        <Empty title="No templates">The templates that come with Pawl are not where they should be.</Empty>
      )}
      {shown !== undefined && (
        <div className={layout.columns}>
          <nav className={layout.list} aria-label="Templates">
            {groups.map(({ title, templates: some }) => (
              <Fragment key={title}>
                <h2 className={classes.group}>{title}</h2>
                {some.map((template) => (
                  <a
                    key={template.slug}
                    href={hrefTo('templates', template.slug)}
                    aria-current={template.slug === shown.slug ? 'page' : undefined}
                    className={layout.one}
                  >
                    <span className={classes.name}>{template.name}</span>
                    <span className={classes.story}>{template.story}</span>
                  </a>
                ))}
              </Fragment>
            ))}
          </nav>
          <TemplateView key={shown.slug} template={shown} />
        </div>
      )}
    </Page>
  );
}
