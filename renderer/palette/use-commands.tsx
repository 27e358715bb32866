import { useMantineColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { engine, isDesktop } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';
import { useAppActions } from '../ui/app-actions.ts';
import {
  AgentsIcon,
  ChatIcon,
  HomeIcon,
  InboxIcon,
  MemoryIcon,
  ModelsIcon,
  PlayIcon,
  PlusIcon,
  RunsIcon,
  SettingsIcon,
  TriggersIcon,
  WorkflowsIcon,
} from '../ui/icons.tsx';
import { navigate } from '../ui/route.ts';
import { HistoryIcon } from '../ui/run-icons.tsx';
import { shortcuts } from '../ui/shortcuts.ts';
import { startedByText } from '../ui/started-by.ts';
import { StateMark } from '../ui/state-badge.tsx';
import { agoText } from '../ui/time.tsx';

export interface Command {
  readonly id: string;
  readonly group: 'Workflows' | 'Recent runs' | 'Go to' | 'Actions';
  readonly label: string;
  readonly description?: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  perform(): void;
}

const mostWorkflows = 300;
const mostRuns = 8;

/** Everything that can be done from the palette; workflows are looked up by what is typed. */
export function useCommands(typed: string): readonly Command[] {
  const actions = useAppActions();
  const queries = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const search = typed.trim();
  const recent = useQuery({
    queryKey: ['workflows', 'palette'],
    queryFn: ({ signal }) => engine.workflows.list({ limit: mostWorkflows, sort: 'run' }, { signal }),
  });
  const isPart = recent.data?.next != null;
  const found = useQuery({
    queryKey: ['workflows', 'palette', search],
    queryFn: ({ signal }) => engine.workflows.list({ limit: 20, search }, { signal }),
    enabled: isPart && search !== '',
    placeholderData: keepPreviousData,
  });
  const runs = useQuery({
    queryKey: ['runs', 'palette'],
    queryFn: ({ signal }) => engine.runs.list({ limit: mostRuns }, { signal }),
  });
  const triggers = useQuery({ queryKey: ['triggers', 'palette'], queryFn: ({ signal }) => engine.triggers.list({}, { signal }) });
  const allPaused = triggers.data?.allPaused ?? false;

  const attempt = (work: () => Promise<string>): void => {
    work().then((done) => {
      tellDone(done);
      for (const name of ['workflows', 'triggers', 'stats']) void queries.invalidateQueries({ queryKey: [name] });
    }, tellFailure);
  };
  const switchOn = ({ id, name }: WorkflowSummary, enabled: boolean) =>
    attempt(async () => {
      await engine.workflows.setEnabled({ workflow: id, enabled });
      return `${name} is ${enabled ? 'on' : 'off'}.`;
    });
  const wear = (theme: 'system' | 'light' | 'dark'): void => {
    if (isDesktop) {
      attempt(async () => {
        await engine.desktop.settings.set({ theme });
        return theme === 'system' ? 'The theme is that of the system.' : `The theme is ${theme}.`;
      });
    } else setColorScheme(theme === 'system' ? 'auto' : theme);
  };

  const workflows = new Map([...(recent.data?.items ?? []), ...(found.data?.items ?? [])].map((workflow) => [workflow.id, workflow]));
  return [
    ...[...workflows.values()].flatMap((workflow): Command[] => {
      const { id, name, enabled } = workflow;
      const group = 'Workflows';
      return [
        { id: `run ${id}`, group, label: `Run ${name}`, icon: <PlayIcon />, perform: () => actions.runWorkflow({ id, name }) },
        { id: `edit ${id}`, group, label: `Edit ${name}`, icon: <WorkflowsIcon />, perform: () => navigate('builder', id) },
        {
          id: `switch ${id}`,
          group,
          label: `Switch ${name} ${enabled ? 'off' : 'on'}`,
          icon: <TriggersIcon />,
          perform: () => switchOn(workflow, !enabled),
        },
        {
          id: `versions ${id}`,
          group,
          label: `Versions of ${name}`,
          icon: <HistoryIcon />,
          perform: () => navigate('workflows', id, 'versions'),
        },
      ];
    }),
    ...(runs.data?.items ?? []).map(
      ({ runId, workflow, state, triggeredBy, createdAt }): Command => ({
        id: `open ${runId}`,
        group: 'Recent runs',
        label: workflow,
        description: `${state.replaceAll('_', ' ')}, ${agoText(createdAt)}, by ${startedByText(triggeredBy)}, ${runId}`,
        icon: <StateMark state={state} />,
        perform: () => navigate('runs', runId),
      }),
    ),
    ...places.map(
      ({ page, label, icon, keys }): Command => ({
        id: `go ${page}`,
        group: 'Go to',
        label,
        icon,
        ...(keys === undefined ? {} : { keys }),
        perform: () => navigate(...page.split('/')),
      }),
    ),
    {
      id: 'new',
      group: 'Actions',
      label: 'New workflow',
      icon: <PlusIcon />,
      keys: shortcuts.newWorkflow.keys,
      perform: () => navigate('builder', 'new'),
    },
    { id: 'template', group: 'Actions', label: 'New workflow from a template', icon: <PlusIcon />, perform: () => navigate('templates') },
    { id: 'import', group: 'Actions', label: 'Import a file…', keys: shortcuts.importFile.keys, perform: actions.importFile },
    {
      id: 'pause',
      group: 'Actions',
      label: allPaused ? 'Let all triggers go on' : 'Pause all triggers',
      perform: () =>
        attempt(async () => {
          await engine.triggers.setAllPaused({ paused: !allPaused });
          return allPaused ? 'The triggers go on.' : 'All triggers are paused.';
        }),
    },
    { id: 'light', group: 'Actions', label: 'Theme: light', perform: () => wear('light') },
    { id: 'dark', group: 'Actions', label: 'Theme: dark', perform: () => wear('dark') },
    { id: 'system', group: 'Actions', label: 'Theme: as the system has it', perform: () => wear('system') },
    { id: 'help', group: 'Actions', label: 'Shortcuts', keys: shortcuts.help.keys, perform: actions.showShortcuts },
  ];
}

const places: readonly { readonly page: string; readonly label: string; readonly icon: ReactNode; readonly keys?: string }[] = [
  { page: 'home', label: 'Home', icon: <HomeIcon />, keys: shortcuts.goHome.keys },
  { page: 'workflows', label: 'Workflows', icon: <WorkflowsIcon />, keys: shortcuts.goWorkflows.keys },
  { page: 'templates', label: 'Templates', icon: <WorkflowsIcon /> },
  { page: 'runs', label: 'Runs', icon: <RunsIcon />, keys: shortcuts.goRuns.keys },
  { page: 'inbox', label: 'Inbox', icon: <InboxIcon />, keys: shortcuts.goInbox.keys },
  { page: 'triggers', label: 'Triggers', icon: <TriggersIcon />, keys: shortcuts.goTriggers.keys },
  { page: 'triggers/journal', label: 'Journal of triggers', icon: <TriggersIcon /> },
  { page: 'triggers/week', label: 'The week of the schedules', icon: <TriggersIcon /> },
  { page: 'chat', label: 'Chat', icon: <ChatIcon /> },
  { page: 'agents', label: 'Agents', icon: <AgentsIcon /> },
  { page: 'memory', label: 'Memory', icon: <MemoryIcon /> },
  { page: 'memory/who', label: 'Who knows what', icon: <MemoryIcon /> },
  { page: 'models', label: 'Models', icon: <ModelsIcon /> },
  { page: 'models/spend', label: 'What models have cost', icon: <ModelsIcon /> },
  { page: 'models/why', label: 'Why a model is chosen', icon: <ModelsIcon /> },
  { page: 'settings', label: 'Settings', icon: <SettingsIcon />, keys: shortcuts.goSettings.keys },
];
