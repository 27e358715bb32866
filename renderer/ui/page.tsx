import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  readonly title: ReactNode;
  /** What stands under the title, in a line. */
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the window: a heading that stays, and what scrolls below it. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  return (
    <main className={classes.page}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <Title order={1} size="h4" className={classes.title}>
            {title}
          </Title>
          {subtitle !== undefined && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        <Group gap="xs" wrap="nowrap">
          {actions}
        </Group>
      </header>
      <div className={classes.body}>{children}</div>
    </main>
  );
}
