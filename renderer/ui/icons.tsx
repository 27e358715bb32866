import type { ReactNode } from 'react';

/** Line icons on a grid of 16, drawn for Pawl. */
export function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function WorkflowsIcon() {
  return (
    <Icon>
      <rect x="1.75" y="2" width="5" height="4" rx="1" />
      <rect x="9.25" y="10" width="5" height="4" rx="1" />
      <path d="M4.25 6v4.5a1.5 1.5 0 0 0 1.5 1.5h3.5" />
    </Icon>
  );
}

export function RunsIcon() {
  return (
    <Icon>
      <path d="M2.5 3.5h11M2.5 8h7M2.5 12.5h4" />
      <path d="m11 9.5 3 2-3 2z" />
    </Icon>
  );
}

export function SettingsIcon() {
  return (
    <Icon>
      <path d="M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7" />
      <circle cx="10.75" cy="4.5" r="1.75" />
      <circle cx="5.25" cy="11.5" r="1.75" />
    </Icon>
  );
}

export function PlayIcon() {
  return (
    <Icon>
      <path d="M4.5 3v10l8-5z" />
    </Icon>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </Icon>
  );
}

export function CopyIcon() {
  return (
    <Icon>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M3 10.5H2.5V4A1.5 1.5 0 0 1 4 2.5h6.5V3" />
    </Icon>
  );
}

/** The way to a value. */
export function PathIcon() {
  return (
    <Icon>
      <path d="M5.5 3C3.5 3 4.5 8 2.5 8c2 0 1 5 3 5M10.5 3c2 0 1 5 3 5-2 0-1 5-3 5" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="m3 8.5 3.25 3.25L13 5" />
    </Icon>
  );
}

export function MoreIcon() {
  return (
    <Icon>
      <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.25" />
    </Icon>
  );
}

export function HomeIcon() {
  return (
    <Icon>
      <path d="m2.25 7.5 5.75-5 5.75 5" />
      <path d="M3.75 6.5v7h8.5v-7M6.5 13.5v-4h3v4" />
    </Icon>
  );
}

export function InboxIcon() {
  return (
    <Icon>
      <path d="M2 9.5 4 3h8l2 6.5V13H2z" />
      <path d="M2 9.5h3.5l1 1.75h3l1-1.75H14" />
    </Icon>
  );
}

export function TriggersIcon() {
  return (
    <Icon>
      <path d="M9 1.75 3.5 9H8l-1 5.25L12.5 7H8z" />
    </Icon>
  );
}

/** Somebody who works, and is no person. */
export function AgentsIcon() {
  return (
    <Icon>
      <rect x="3" y="5.5" width="10" height="7.5" rx="2" />
      <path d="M8 5.5v-3M6.25 9h.01M9.75 9h.01M1.5 8.5v2M14.5 8.5v2" />
    </Icon>
  );
}

/** What is remembered: leaves of a card index. */
export function MemoryIcon() {
  return (
    <Icon>
      <path d="M2.5 6.5h11v7h-11zM4 6.5v-2h8v2M5.5 4.5v-2h5v2M6.5 9.5h3" />
    </Icon>
  );
}

export function ChatIcon() {
  return (
    <Icon>
      <path d="M2.5 3h11v8h-6l-3 2.5V11h-2zM5 6h6M5 8.25h4" />
    </Icon>
  );
}

export function SendIcon() {
  return (
    <Icon>
      <path d="m2.5 13.5 11-5.5-11-5.5 1.5 5.5zM4 8h5" />
    </Icon>
  );
}

export function PlusIcon() {
  return (
    <Icon>
      <path d="M8 3v10M3 8h10" />
    </Icon>
  );
}

export function HelpIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.25 6.25a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.75.6-.75 1.15M8 11.25h.01" />
    </Icon>
  );
}

export function FoldIcon() {
  return (
    <Icon>
      <path d="M9 4.5 5.5 8 9 11.5M13 4.5 9.5 8l3.5 3.5M2.5 3v10" />
    </Icon>
  );
}

export function StarIcon({ filled = false }: { readonly filled?: boolean }) {
  return (
    <Icon>
      <path d="m8 2 1.8 3.75 4.1.55-3 2.85.75 4.1L8 11.25l-3.65 2 .75-4.1-3-2.85 4.1-.55z" fill={filled ? 'currentColor' : undefined} />
    </Icon>
  );
}

/** A ratchet wheel, and the pawl that lets it turn one way. */
export function PawlMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M10 4.5 12.6 7l3.6-.5.5 3.6 2.5 2.6-2.5 2.6-.5 3.6-3.6-.5-2.6 2.6-2.6-2.6-3.6.5-.5-3.6-2.5-2.6 2.5-2.6.5-3.6 3.6.5zm0 5.4a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z" />
      <path d="m21.6 2.6.9 1.3-5.3 4.7-1.6-1.9z" />
    </svg>
  );
}

export function ClearIcon() {
  return (
    <Icon>
      <path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />
    </Icon>
  );
}

/** How a value comes about: f(x). */
export function FunctionIcon() {
  return (
    <Icon>
      <path d="M7.5 3C6 2.5 5.25 3.25 5 5l-1 6c-.25 1.75-1 2.25-2.25 1.75M3.25 6.75h4M9 7l4.5 5M13.5 7 9 12" />
    </Icon>
  );
}

export function PinIcon({ filled = false }: { readonly filled?: boolean }) {
  return (
    <Icon>
      <path d="M6 2h4l-.5 4.25 2 2.25v1.25h-7V8.5l2-2.25z" fill={filled ? 'currentColor' : 'none'} />
      <path d="M8 9.75V14" />
    </Icon>
  );
}

/** Language models: a chip. */
export function ModelsIcon() {
  return (
    <Icon>
      <path d="M4 4h8v8H4zM6.5 6.5h3v3h-3zM6 4V1.75M10 4V1.75M6 14.25V12M10 14.25V12M4 6H1.75M4 10H1.75M14.25 6H12M14.25 10H12" />
    </Icon>
  );
}

export function FolderIcon() {
  return (
    <Icon>
      <path d="M1.75 3.5h4.5L8 5.25h6.25v7.25H1.75z" />
    </Icon>
  );
}

export function UpIcon() {
  return (
    <Icon>
      <path d="M8 13V3.5M4 7l4-4 4 4" />
    </Icon>
  );
}

export function DownIcon() {
  return (
    <Icon>
      <path d="M8 3v9.5M4 9l4 4 4-4" />
    </Icon>
  );
}
