import { Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  /** What stands at the end of the heading. */
  readonly aside?: ReactNode;
  readonly isLoading?: boolean;
  readonly children: ReactNode;
}

/** One answer of the dashboard. */
export function Panel({ title, aside, isLoading = false, children }: PanelProps) {
  return (
    <section aria-label={title} className={classes.panel} aria-busy={isLoading}>
      <div className={classes.head}>
        <Text component="h2" size="sm" fw={600}>
          {title}
        </Text>
        {aside}
      </div>
      {isLoading ? (
        <Stack gap={12} px={14} pb={14} pt={4}>
          <Skeleton height={16} width="80%" />
          <Skeleton height={16} width="60%" />
        </Stack>
      ) : (
        children
      )}
    </section>
  );
}

export function PanelLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} className={classes.link}>
      {children}
    </a>
  );
}

export function Nothing({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" px={14} pb={14}>
      {children}
    </Text>
  );
}

export function Lines({ children }: { readonly children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>;
}

interface LineProps {
  readonly href: string;
  readonly name: string;
  readonly when: ReactNode;
  readonly mark?: ReactNode;
  readonly tone?: 'ask' | 'bad';
  readonly why?: string;
  /** The whole of it, on hover. */
  readonly help?: string;
}

/** A line that leads to what it tells of: which, when, and why. */
export function Line({ href, name, when, mark, tone, why, help }: LineProps) {
  return (
    <li>
      <a href={href} className={classes.line} data-marked={mark !== undefined || undefined} title={help ?? why}>
        {mark !== undefined && (
          <span className={classes.mark} data-tone={tone} aria-hidden>
            {mark}
          </span>
        )}
        <span className={classes.name}>{name}</span>
        <span className={classes.when}>{when}</span>
        {why !== undefined && <span className={classes.why}>{why}</span>}
      </a>
    </li>
  );
}
