import type { ReactNode } from 'react';
import classes from './step-icon.module.css';

/** Line drawings on a grid of 16 for each family of actions, kind of step and type of trigger. */
const drawings: Readonly<Record<string, ReactNode>> = {
  file: <path d="M4 1.75h5L12.5 5v9.25H4zM8.75 2v3.25h3.5" />,
  archive: <path d="M2 3.25h12v3H2zM3 6.25h10v7.5H3zM6.25 9h3.5" />,
  shell: <path d="M1.75 2.75h12.5v10.5H1.75zM4.25 6l2.25 2-2.25 2M8 10.25h3.5" />,
  git: (
    <>
      <circle cx="4.5" cy="3.5" r="1.75" />
      <circle cx="4.5" cy="12.5" r="1.75" />
      <circle cx="11.5" cy="5.5" r="1.75" />
      <path d="M4.5 5.25v5.5M11.5 7.25c0 2.5-7 1.5-7 3.5" />
    </>
  ),
  http: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M1.75 8h12.5M8 1.75c4.5 4 4.5 8.5 0 12.5M8 1.75c-4.5 4-4.5 8.5 0 12.5" />
    </>
  ),
  data: <path d="M5.5 2.25C3 2.25 4.75 8 2 8c2.75 0 1 5.75 3.5 5.75M10.5 2.25C13 2.25 11.25 8 14 8c-2.75 0-1 5.75-3.5 5.75" />,
  notify: <path d="M3.25 11.5c1.25-1.25 1-2.25 1-4a3.75 3.75 0 0 1 7.5 0c0 1.75-.25 2.75 1 4zM6.5 13.75h3" />,
  ai: <path d="M7 2.25 8.5 6.5 12.75 8 8.5 9.5 7 13.75 5.5 9.5 1.25 8 5.5 6.5zM12.75 1.75v3M11.25 3.25h3" />,
  workflow: (
    <>
      <rect x="1.75" y="2" width="5" height="4" rx="1" />
      <rect x="9.25" y="10" width="5" height="4" rx="1" />
      <path d="M4.25 6v4.5a1.5 1.5 0 0 0 1.5 1.5h3.5" />
    </>
  ),
  unread: <path d="M8 1.75 14.5 13.5h-13zM8 6v3.5M8 11.5v.01" />,
  log: <path d="M2.5 4h11M2.5 8h11M2.5 12h6.5" />,
  fail: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.75 5.75 4.5 4.5M10.25 5.75l-4.5 4.5" />
    </>
  ),
  set: <path d="M2.5 6h11M2.5 10h11" />,
  if: <path d="M8 1.75 14.25 8 8 14.25 1.75 8zM6.75 6.75c0-1.75 2.75-1.75 2.75 0C9.5 8 8 7.75 8 9.25M8 11.25v.01" />,
  switch: <path d="M1.75 8h4M5.75 8 10 3.25h4M5.75 8h8.25M5.75 8 10 12.75h4M12.25 1.5 14 3.25 12.25 5" />,
  loop: (
    <path d="M13.25 6.5A5.5 5.5 0 0 0 3.5 4.75L2.25 6.25M2.75 9.5a5.5 5.5 0 0 0 9.75 1.75l1.25-1.5M2.25 2.75v3.5h3.5M13.75 13.25v-3.5h-3.5" />
  ),
  parallel: <path d="M8 1.75v3M3.5 11.25v-4.5H12.5v4.5M8 4.75v2M8 6.75v4.5M2 11.25h3v3H2zM6.5 11.25h3v3h-3zM11 11.25h3v3h-3z" />,
  approve: (
    <>
      <circle cx="6.5" cy="4.75" r="2.75" />
      <path d="M1.5 13.75c0-3.25 2-5 5-5 1 0 1.75.25 2.5.5M9 12l1.75 1.75 3.5-3.5" />
    </>
  ),
  inbox: <path d="M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.5l1 1.75h3l1-1.75H14" />,
  escalation: <path d="M8 13.5v-9M4 8l4-4 4 4M3 1.75h10" />,
  event: <path d="M9 1.75 3.25 9H7.5L6.75 14.25 12.75 7H8.25z" />,
  time: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.5V8l2.5 1.5" />
    </>
  ),
  memory: <path d="M2.5 4c0-3 11-3 11 0v8c0 3-11 3-11 0zM2.5 4c0 3 11 3 11 0M2.5 8c0 3 11 3 11 0" />,
  chat: <path d="M2 3h12v8.25H7L4 14v-2.75H2z" />,
  clipboard: <path d="M4.75 3H3v11h10V3h-1.75M5.5 1.75h5v2.5h-5z" />,
  desktop: <path d="M1.75 2.75h12.5v8.5H1.75zM5.5 14h5M8 11.25V14" />,
  plugin: <path d="M6 2v3M10 2v3M3.5 5h9v3a4.5 4.5 0 0 1-9 0zM8 12.5v2" />,
  file_change: <path d="M9.5 1.75H3.5v12.5h4M9.5 1.75 12.5 4.75v2M9.25 2v2.75h3M12 9v2.5l1.5 1M12 8.25a3 3 0 1 1 0 6 3 3 0 0 1 0-6z" />,
  schedule: <path d="M2 3h12v11H2zM2 6.25h12M5 1.5V4M11 1.5V4M5 9.5h2.5M5 11.75h5.5" />,
  webhook: (
    <path d="M8 1.75a2.5 2.5 0 0 1 2.25 3.5L12.5 9.5M8 1.75a2.5 2.5 0 0 0-1.25 4.5L4.5 10.5M3.75 9.25a2.5 2.5 0 1 0 2.75 3h5M12.25 9.5a2.5 2.5 0 1 1-1.5 4.5" />
  ),
  manual: <path d="M4.5 3v10l8-5z" />,
};

/** Families without a tint of their own borrow one. */
const tints: Readonly<Record<string, string>> = {
  file: 'blue',
  archive: 'blue',
  shell: 'slate',
  git: 'orange',
  http: 'violet',
  data: 'cyan',
  notify: 'pink',
  chat: 'pink',
  ai: 'grape',
  memory: 'grape',
  if: 'amber',
  switch: 'amber',
  loop: 'teal',
  parallel: 'teal',
  workflow: 'indigo',
  approve: 'rose',
  event: 'rose',
  inbox: 'rose',
  escalation: 'green',
  time: 'indigo',
  fail: 'red',
  file_change: 'green',
  schedule: 'green',
  webhook: 'green',
  manual: 'green',
};

export function StepIcon({ family, size = 32 }: { readonly family: string; readonly size?: 20 | 26 | 32 }) {
  return (
    <span className={classes.tile} data-tint={tints[family] ?? 'slate'} data-size={size} aria-hidden="true">
      <svg
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.35"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {drawings[family] ?? <path d="M3 3h10v10H3z" />}
      </svg>
    </span>
  );
}
