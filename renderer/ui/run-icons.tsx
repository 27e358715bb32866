import { Icon } from './icons.tsx';

export function ChevronIcon() {
  return (
    <Icon>
      <path d="m6 4 4 4-4 4" />
    </Icon>
  );
}

export function OlderIcon() {
  return (
    <Icon>
      <path d="M13 8H3.5M7 4 3 8l4 4" />
    </Icon>
  );
}

export function NewerIcon() {
  return (
    <Icon>
      <path d="M3 8h9.5M9 4l4 4-4 4" />
    </Icon>
  );
}

export function RetryIcon() {
  return (
    <Icon>
      <path d="M13 8a5 5 0 1 1-1.6-3.7M13.25 2v3h-3" />
    </Icon>
  );
}

export function FlagIcon() {
  return (
    <Icon>
      <path d="M4 14V2.5h8L10 5.5l2 3H4" />
    </Icon>
  );
}

export function CompareIcon() {
  return (
    <Icon>
      <path d="M8 2v12" />
      <rect x="1.75" y="4" width="3.5" height="8" rx="1" />
      <rect x="10.75" y="4" width="3.5" height="8" rx="1" />
    </Icon>
  );
}

export function ZoomInIcon() {
  return (
    <Icon>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3M7 5v4M5 7h4" />
    </Icon>
  );
}

export function ZoomOutIcon() {
  return (
    <Icon>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3M5 7h4" />
    </Icon>
  );
}

export function FitIcon() {
  return (
    <Icon>
      <path d="M2 3v10M14 3v10M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2" />
    </Icon>
  );
}

export function HistoryIcon() {
  return (
    <Icon>
      <path d="M3 8a5 5 0 1 0 1.6-3.7M2.75 2v3h3" />
      <path d="M8 5.25V8l2 1.25" />
    </Icon>
  );
}

export function DownloadIcon() {
  return (
    <Icon>
      <path d="M8 2v7.5M5 7l3 3 3-3M2.5 10.5v3h11v-3" />
    </Icon>
  );
}

export function WrapIcon() {
  return (
    <Icon>
      <path d="M2 3.5h12M2 8h9.5a2 2 0 0 1 0 4H8M9.5 10.5 8 12l1.5 1.5M2 12h3" />
    </Icon>
  );
}

export function UpIcon() {
  return (
    <Icon>
      <path d="m4 9.5 4-4 4 4" />
    </Icon>
  );
}

export function DownIcon() {
  return (
    <Icon>
      <path d="m4 6.5 4 4 4-4" />
    </Icon>
  );
}

export function FollowIcon() {
  return (
    <Icon>
      <path d="M3 3.5h10M3 6.5h6M8 9v4.5M5.5 11.25 8 13.75l2.5-2.5" />
    </Icon>
  );
}

export function StopIcon() {
  return (
    <Icon>
      <rect x="3.75" y="3.75" width="8.5" height="8.5" rx="1" />
    </Icon>
  );
}
