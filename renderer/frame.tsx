import { NavLink, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { isDesktop, useConnection } from './bridge/engine.ts';
import classes from './frame.module.css';
import { PawlMark, RunsIcon, SettingsIcon, WorkflowsIcon } from './ui/icons.tsx';
import { hrefTo } from './ui/route.ts';

const pages = [
  { name: 'workflows', label: 'Workflows', icon: <WorkflowsIcon /> },
  { name: 'runs', label: 'Runs', icon: <RunsIcon /> },
  { name: 'settings', label: 'Settings', icon: <SettingsIcon /> },
];

/** What stands around every page: where one can go, and whether the engine answers. */
export function Frame({ page, children }: { readonly page: string; readonly children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <nav className={classes.side} aria-label="Pages">
        <div className={classes.brand}>
          <PawlMark />
          <span className={classes.name}>Pawl</span>
        </div>
        {pages.map(({ name, label, icon }) => (
          <NavLink
            key={name}
            href={hrefTo(name)}
            label={<span className={classes.name}>{label}</span>}
            aria-label={label}
            leftSection={icon}
            active={page === name}
            aria-current={page === name ? 'page' : undefined}
            className={classes.link}
          />
        ))}
        <ConnectionNote />
      </nav>
      {children}
    </div>
  );
}

function ConnectionNote() {
  const state = useConnection();
  if (state === 'open') return null;
  return (
    <Text size="xs" c="dimmed" className={classes.connection} role="status">
      {state === 'connecting' ? 'Starting the engine…' : 'The engine does not answer. Trying again…'}
      {state === 'lost' && !isDesktop && ' If it stays so, open this window with: pawl open'}
    </Text>
  );
}
