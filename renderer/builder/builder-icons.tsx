import { Icon } from '../ui/icons.tsx';

export function UndoIcon() {
  return (
    <Icon>
      <path d="M5.5 3 2.5 6l3 3" />
      <path d="M2.75 6h6.5a4 4 0 0 1 0 8H6.5" />
    </Icon>
  );
}

export function RedoIcon() {
  return (
    <Icon>
      <path d="m10.5 3 3 3-3 3" />
      <path d="M13.25 6h-6.5a4 4 0 0 0 0 8H9.5" />
    </Icon>
  );
}

export function CanvasViewIcon() {
  return (
    <Icon>
      <rect x="1.75" y="2.75" width="4.5" height="3.5" rx="1" />
      <rect x="9.75" y="9.75" width="4.5" height="3.5" rx="1" />
      <path d="M6.25 4.5H8a1.5 1.5 0 0 1 1.5 1.5v4" />
    </Icon>
  );
}

export function SplitViewIcon() {
  return (
    <Icon>
      <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" />
      <path d="M8 2.75v10.5M3.75 6h2M3.75 8.5h2" />
    </Icon>
  );
}

export function TextViewIcon() {
  return (
    <Icon>
      <path d="M2.5 3.5h8M4.5 6.5h9M4.5 9.5h6M2.5 12.5h7" />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon>
      <path d="M8 2.5 14.25 13H1.75z" />
      <path d="M8 6.5v3M8 11.25h.01" />
    </Icon>
  );
}

export function ErrorIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 5v3.5M8 10.75h.01" />
    </Icon>
  );
}
