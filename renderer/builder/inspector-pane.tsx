import classes from './workbench.module.css';

const label = 'Inspector';

export function InspectorPane() {
  return <aside className={`${classes.pane} ${classes.scroll}`} aria-label={label} />;
}

/** Enter on a step goes on in its form. */
export function focusInspector(): void {
  document
    .querySelector<HTMLElement>(`aside[aria-label="${label}"]`)
    ?.querySelector<HTMLElement>('input, textarea, select, button')
    ?.focus();
}
