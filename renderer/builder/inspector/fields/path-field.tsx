import type { ReactNode } from 'react';

interface PathFieldProps {
  readonly kind: 'file' | 'folder';
  readonly children: ReactNode;
  onChoose(path: string): void;
}

/** A path, to be typed, or chosen where the desktop has a dialog for it. */
export function PathField({ children }: PathFieldProps) {
  return children;
}
