import { ActionIcon, Loader, NavLink, Tooltip, UnstyledButton } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { Fragment, type ReactNode } from 'react';
import { useInboxCount } from './bridge/inbox-count.ts';
import { useLiveRuns } from './bridge/live-runs.ts';
import { ConnectionBanner } from './frame/connection-banner.tsx';
import { NewMenu } from './frame/new-menu.tsx';
import classes from './frame.module.css';
import { useAppActions } from './ui/app-actions.ts';
import {
  AgentsIcon,
  ChatIcon,
  FoldIcon,
  HelpIcon,
  HomeIcon,
  InboxIcon,
  MemoryIcon,
  ModelsIcon,
  PawlMark,
  RunsIcon,
  SearchIcon,
  SettingsIcon,
  TriggersIcon,
  WorkflowsIcon,
} from './ui/icons.tsx';
import { Keys } from './ui/keys.tsx';
import { hrefTo } from './ui/route.ts';
import { shortcuts } from './ui/shortcuts.ts';
import spoken from './ui/spoken.module.css';

const pages = [
  { name: 'home', label: 'Home', icon: <HomeIcon /> },
  { name: 'workflows', label: 'Workflows', icon: <WorkflowsIcon /> },
  { name: 'runs', label: 'Runs', icon: <RunsIcon /> },
  { name: 'inbox', label: 'Inbox', icon: <InboxIcon /> },
  { name: 'triggers', label: 'Triggers', icon: <TriggersIcon /> },
  { name: 'chat', label: 'Chat', icon: <ChatIcon />, group: 'AI' },
  { name: 'agents', label: 'Agents', icon: <AgentsIcon /> },
  { name: 'memory', label: 'Memory', icon: <MemoryIcon /> },
  { name: 'models', label: 'Models', icon: <ModelsIcon /> },
  { name: 'settings', label: 'Settings', icon: <SettingsIcon />, group: '' },
] as const;

/** Pages that one comes to from another, and that belong to it. */
const belongsTo: Readonly<Record<string, string>> = { builder: 'workflows', templates: 'workflows' };

/** What stands around every page: where one can go, what goes on, and whether the engine answers. */
export function Frame({ page, children }: { readonly page: string; readonly children: ReactNode }) {
  const [isFolded, setFolded] = useLocalStorage({ key: 'pawl.folded', defaultValue: false, getInitialValueInEffect: false });
  const isSmall = useMediaQuery('(max-width: 860px)', undefined, { getInitialValueInEffect: false });
  const isNarrow = isFolded || isSmall;
  const { openPalette, showShortcuts } = useAppActions();
  const counts = useLiveRuns()?.counts;
  const here = belongsTo[page] ?? page;
  const waits = useInboxCount()?.open ?? 0;
  const runs = (counts?.running ?? 0) + (counts?.queued ?? 0);
  const badges: Readonly<Record<string, ReactNode>> = {
    inbox: waits > 0 && <Count what={waits === 1 ? 'waits for you' : 'wait for you'} count={waits} tone="ask" />,
    runs: runs > 0 && <Count what="under way" count={runs} tone="busy" />,
  };

  return (
    <div className={classes.frame} data-narrow={isNarrow || undefined}>
      <nav className={classes.side} aria-label="Pages">
        <div className={classes.brand}>
          <PawlMark />
          <span className={classes.name}>Pawl</span>
        </div>
        <NewMenu />
        <Tooltip label="Search, go, run" disabled={!isNarrow} position="right">
          <UnstyledButton className={classes.search} onClick={openPalette} title="Search, go anywhere, run anything">
            <SearchIcon />
            <span className={classes.name}>Search</span>
            <span className={classes.keys}>
              <Keys keys={shortcuts.palette.keys} />
            </span>
          </UnstyledButton>
        </Tooltip>
        {pages.map(({ name, label, icon, ...more }) => (
          <Fragment key={name}>
            {'group' in more && (
              <div className={classes.group} aria-hidden>
                {more.group !== '' && <span className={classes.name}>{more.group}</span>}
              </div>
            )}
            <Tooltip label={label} disabled={!isNarrow} position="right">
              <NavLink
                href={hrefTo(name)}
                label={<span className={classes.name}>{label}</span>}
                aria-label={label}
                leftSection={icon}
                rightSection={badges[name]}
                active={here === name}
                aria-current={here === name ? 'page' : undefined}
                className={classes.link}
              />
            </Tooltip>
          </Fragment>
        ))}
        <div className={classes.foot}>
          <ActionIcon variant="subtle" color="gray" onClick={showShortcuts} aria-label="Shortcuts" title="Shortcuts (?)">
            <HelpIcon />
          </ActionIcon>
          {!isSmall && (
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => setFolded(!isFolded)}
              aria-label={isFolded ? 'Show the names of the pages' : 'Show the pages as icons'}
              data-folded={isFolded || undefined}
              className={classes.fold}
            >
              <FoldIcon />
            </ActionIcon>
          )}
        </div>
      </nav>
      {children}
      <ConnectionBanner />
    </div>
  );
}

function Count({ count, what, tone }: { readonly count: number; readonly what: string; readonly tone: 'ask' | 'busy' }) {
  return (
    <span className={classes.count} data-tone={tone} title={`${count} ${what}`}>
      {tone === 'busy' && <Loader size={10} color="currentColor" />}
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className={spoken.spoken}>
        {count} {what}
      </span>
    </span>
  );
}
