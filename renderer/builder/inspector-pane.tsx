import { BuilderContext } from './document/use-builder.ts';
import { useLateStore } from './document/use-late-store.ts';
import { Inspector } from './inspector/inspector.tsx';
import classes from './workbench.module.css';

const label = 'Inspector';

export function InspectorPane() {
  const late = useLateStore();
  return (
    <aside className={classes.pane} aria-label={label}>
      <BuilderContext value={late}>
        <Inspector />
      </BuilderContext>
    </aside>
  );
}

/** Enter on a step goes on in its form. */
export function focusInspector(): void {
  document
    .querySelector<HTMLElement>(`aside[aria-label="${label}"]`)
    ?.querySelector<HTMLElement>(
      '[role=tabpanel]:not([style*="display: none"]) :is(input, textarea, select, button):not([disabled]), input',
    )
    ?.focus();
}
